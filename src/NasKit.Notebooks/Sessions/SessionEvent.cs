using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Sessions;

/// <summary>Something that a running cell puts out, told at once and in order.</summary>
public abstract record SessionEvent;

/// <summary>Text written to the console.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">One chunk, as written; not necessarily whole lines.</param>
public sealed record StreamWritten(string Name, string Text) : SessionEvent;

/// <summary>A value shown by <c>display(…)</c>.</summary>
/// <param name="DisplayId">Names this display for later updates, unique in the session.</param>
/// <param name="Data">MIME type → content; see <see cref="BundleOutput"/>.</param>
public sealed record ValueDisplayed(string DisplayId, JsonObject Data) : SessionEvent;

/// <summary>A shown value that has changed: its outputs, in whatever cell, take the new content.</summary>
/// <param name="DisplayId">The display to update.</param>
/// <param name="Data">MIME type → content; see <see cref="BundleOutput"/>.</param>
public sealed record DisplayUpdated(string DisplayId, JsonObject Data) : SessionEvent;

/// <summary>The value of the cell's last expression.</summary>
/// <param name="Data">MIME type → content; see <see cref="BundleOutput"/>.</param>
public sealed record ResultReturned(JsonObject Data) : SessionEvent;

/// <summary>The cell's outputs so far are to go.</summary>
/// <param name="Wait">Whether they stay until the next output comes, so that nothing flickers.</param>
public sealed record OutputCleared(bool Wait) : SessionEvent;
