namespace NasKit.Notebooks.Html;

/// <summary>The fixed parts of a page.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --text: #1c1e21; --back: #ffffff; --soft: #f5f6f8; --line: #d9dce1; --quiet: #5c6370; --bad: #b3261e;
                --keyword: #0033b3; --string: #067d17; --number: #1750eb; --comment: #6a737d; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #dfe1e5; --back: #1b1d20; --soft: #25282c; --line: #3c4046; --quiet: #9aa0a8; --bad: #f28b82;
                  --keyword: #82aaff; --string: #a5d6a7; --number: #f2ae72; --comment: #8b949e; } }
        body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        nav { max-width: 60rem; margin: 0 auto; padding: 1rem 1rem 0; font-size: 14px; line-height: 1.4; }
        nav summary { color: var(--quiet); cursor: pointer; }
        nav ul { list-style: none; margin: .4rem 0 0; padding: 0; }
        nav li { margin: .25rem 0; } nav .level2 { padding-left: .8rem; } nav .level3 { padding-left: 1.6rem; }
        nav a { color: inherit; text-decoration: none; } nav a:hover { text-decoration: underline; }
        @media (min-width: 96rem) { nav { position: fixed; top: 0; left: 0; bottom: 0; width: 15rem; margin: 0; overflow-y: auto; } }
        @media print { nav { display: none; } }
        pre, code { font: 13.5px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        section.code { margin: 1rem 0; }
        pre.source { position: relative; padding: .7rem .9rem; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; }
        pre.source::after { content: attr(data-count); position: absolute; top: .3rem; right: .6rem; color: var(--quiet); font-size: 11px; }
        .output { padding: .5rem .9rem 0; overflow-x: auto; }
        .output.stderr pre { color: var(--quiet); }
        .output.error pre { color: var(--bad); }
        .output img { max-width: 100%; height: auto; }
        .figure { min-height: 26rem; background: #ffffff; }
        table { border-collapse: collapse; margin: .5rem 0; font-size: 14px; }
        th, td { border: 1px solid var(--line); padding: .25rem .6rem; }
        th { background: var(--soft); text-align: left; }
        blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--quiet); }
        .text pre { padding: .7rem .9rem; background: var(--soft); border-radius: 6px; }
        .text img { max-width: 100%; }
        .k { color: var(--keyword); } .s { color: var(--string); } .n { color: var(--number); } .c { color: var(--comment); }
        @media print { pre.source { break-inside: avoid; } }
        """;

    public const string DrawFigures = """
        for (const place of document.querySelectorAll('.figure')) {
          const figure = JSON.parse(document.getElementById(place.dataset.source).textContent);
          Plotly.newPlot(place, figure.data || [], figure.layout || {}, Object.assign({ responsive: true, displaylogo: false }, figure.config || {}));
        }
        """;
}
