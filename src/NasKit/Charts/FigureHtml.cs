using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace NasKit.Charts;

/// <summary>A figure as HTML: a picture that any viewer shows, and a script that makes it interactive on a Jupyter page.</summary>
/// <remarks>
/// The script asks the page's own server for plotly.js, which lies in the installed kernel's folder, once a page however many figures there are.
/// Where there is no such server (a converted or mailed page), no such file, or no script may run, the picture stays and nothing is asked for.
/// </remarks>
internal static class FigureHtml
{
    /// <summary>The name under which the kernel is installed; Jupyter serves the files of its folder under it.</summary>
    public const string Kernel = ".net-csharp";

    /// <summary>The figure with its caption.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="svg">Its drawing; null where none could be made.</param>
    /// <param name="note">Why there is none.</param>
    public static string Of(Figure figure, string? svg, string? note)
    {
        var id = figure.Id;
        var caption = WebUtility.HtmlEncode(figure.Caption);
        var still = svg is not null
            // As an image, and not as a part of the page: several viewers of notebooks clean SVG elements out of HTML or break them.
            ? $"<img alt=\"{caption}\" width=\"{figure.Width}\" height=\"{figure.Height}\" src=\"{DataUri(svg)}\">"
            : $"<div><p><em>{WebUtility.HtmlEncode($"No picture: {note}")}</em></p>\n{figure.Table.ToHtml()}</div>";
        var head = $"""
            <figure class="{id}" style="margin:0">
            {still}
            <figcaption style="font-size:90%;max-width:{figure.Width}px">{caption}</figcaption>
            </figure>

            """;
        var packed = Packed(figure.PlotlyJson);
        if (head.Length + packed.Length + InNotebook(figure) > Most) packed = "";
        return $"""
            {head}<script>
            {Upgrade}("{id}","{packed}")
            </script>
            """;
    }

    // Characters. Thirty figures of this size and their texts stay under two megabytes.
    private const int Most = 60_000;

    /// <summary>About how many characters the figure's JSON takes in a notebook file, where each number has a line of its own, deeply indented.</summary>
    private static int InNotebook(Figure figure) => figure.PlotlyJson.Length + (13 * figure.PlotlyJson.Count(letter => letter == ','));

    // A function of the figure's id and its packed JSON, which is empty where it would be too long: the classic notebook also has it in the cell's output.
    // The notebook notes an output a moment after it has put it on the page. Everything that can be missing is asked for; whatever fails, the picture stays.
    private const string Upgrade = $$$"""
        (async(id,gz)=>{try{
        const w=window,d=document,lab=d.getElementById("jupyter-config-data"),
        base=d.body.dataset.baseUrl??(lab&&JSON.parse(lab.textContent).baseUrl);
        if(!base)return;
        const url=base+"kernelspecs/{{{Kernel}}}/plotly.min.js",mime="{{{Figure.PlotlyMime}}}",
        P=await(w.naskitPlotly??=w.Plotly?Promise.resolve(w.Plotly):new Promise((yes,no)=>{
        if(w.requirejs)return w.requirejs([url],yes,no);
        const s=d.createElement("script");s.onload=()=>yes(w.Plotly);s.onerror=no;s.src=url;d.head.append(s)}));
        let f=gz&&await new Response(new Blob([Uint8Array.from(atob(gz),c=>c.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
        for(let i=0;!f&&i<20;i++){await new Promise(r=>setTimeout(r,50));
        f=(w.Jupyter?.notebook?.get_cells()??[]).flatMap(c=>c.output_area?.outputs??[]).map(o=>o.data?.[mime]).find(f=>f?.layout?.meta?.id==id)}
        if(!f)return;
        let e;while(e=d.querySelector("figure."+id+":not([data-live])")){
        const still=e.children[0],box=d.createElement("div");
        e.dataset.live="";box.setAttribute("role","img");box.setAttribute("aria-label",e.querySelector("figcaption").textContent);still.after(box);
        try{await P.newPlot(box,structuredClone(f));still.style.display="none"}catch{box.remove()}}
        }catch{}})
        """;

    /// <summary>A drawing inside an attribute of HTML. Only what would end attribute or address, or upset a strict parser, is escaped: a quarter shorter than base64.</summary>
    private static string DataUri(string svg)
    {
        var drawing = XElement.Parse(svg);
        // The image has its own alternative text.
        drawing.Elements().FirstOrDefault(element => element.Name.LocalName == "desc")?.Remove();
        using var writer = new StringWriter();
        using (var xml = new XmlTextWriter(writer) { QuoteChar = '\'' }) drawing.WriteTo(xml);
        var text = new StringBuilder("data:image/svg+xml,", svg.Length + (svg.Length / 8));
        // A tag's own end is the only place where this can stand: > is escaped everywhere else.
        foreach (var rune in writer.ToString().Replace(" />", "/>").EnumerateRunes())
        {
            if (!rune.IsAscii) text.Append(Uri.EscapeDataString(rune.ToString()));
            else if (rune.Value < ' ' || "\"%#<>&".Contains((char)rune.Value)) text.Append('%').Append(rune.Value.ToString("X2", CultureInfo.InvariantCulture));
            else text.Append((char)rune.Value);
        }
        return text.ToString();
    }

    private static string Packed(string json)
    {
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) pack.Write(Encoding.UTF8.GetBytes(json));
        return Convert.ToBase64String(packed.ToArray());
    }
}
