namespace NasKit.Charts;

internal static partial class ReportLayout
{
    /// <summary>
    /// Draws the figure, measures what stands around its plots, makes the margins just as wide, and again until nothing moves. Long texts are broken
    /// between words, labels of ticks that meet are thinned out, the legend stands below. Gives the SVG and its height in CSS pixels.
    /// </summary>
    public const string FitScript = """
        async given => {
          const f = JSON.parse(given.figure), plan = JSON.parse(given.plan), L = f.layout, em = plan.font, pad = em * 0.35;
          const pen = document.createElement('canvas').getContext('2d'), family = L.font.family;
          const bare = html => html.replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
          const long = (html, size) => { pen.font = (/<b>|bold/.test(html) ? 'bold ' : '') + size + 'px ' + family; return pen.measureText(bare(html)).width; };
          // Breaks lines that are too long; tags have no width and are not broken.
          const wrap = (html, size, width) => String(html).split(/<br\s*\/?>/i).map(line => {
            if (long(line, size) <= width) return line;
            const words = line.match(/(?:<[^>]*>|[^\s<])+/g) || [];
            let lines = [], now = '';
            for (const word of words) {
              const next = now ? now + ' ' + word : word;
              if (now && long(next, size) > width) { lines.push(now); now = word; } else now = next;
            }
            return [...lines, now].join('<br>');
          }).join('<br>');
          const axes = Object.keys(L).filter(k => /^[xy]axis\d*$/.test(k));
          for (const name of ['xaxis', 'yaxis']) if (!L[name]) { L[name] = {}; axes.push(name); }
          const asTitle = t => typeof t === 'string' ? { text: t } : t || {};
          const plain = axes.map(name => asTitle(L[name].title).text || '');
          const names = f.data.map(t => t.name), notes = (L.annotations || []).map(n => n.text);
          const own = L.legend || {}, inside = own.x > 0.02 && own.x <= 1 && own.y >= 0 && own.y <= 1 && own.orientation !== 'h';
          const host = document.createElement('div');
          host.style.cssText = 'position:absolute;left:0;top:0';
          document.body.append(host);
          try {
            let m = { l: 4 * em, r: em, t: em, b: 4 * em }, below = 3 * em, over = 0, plotH = 0, before = '';
            const thin = {}, upright = new Set();
            for (let round = 0; round < 12; round++) {
              const plotW = Math.max(40, plan.width - m.l - m.r);
              plotH = Math.max(plotW * plan.ratio, plan.least);
              L.width = plan.width; L.height = m.t + plotH + m.b;
              L.margin = { ...m, pad: 0, autoexpand: false };
              axes.forEach((name, i) => {
                const axis = L[name], across = name[0] === 'x', size = asTitle(axis.title).font?.size || em * 1.1;
                const span = (axis.domain ? axis.domain[1] - axis.domain[0] : 1) * (across ? plotW : plotH);
                axis.automargin = false;
                // A title may reach beyond its own panel where it has no neighbour, as one that stands for all rows does.
                axis.title = { ...asTitle(axis.title), text: wrap(plain[i], size, Math.max(span, (across ? 0.4 : 0.9) * (across ? plotW : plotH))), standoff: em * 0.5 };
                // plotly.js 2.6 counts the distance from the figure's corner where an axis has no labels.
                if (axis.showticklabels === false) delete axis.title.standoff;
                if (across && axis.tickangle === undefined && axis.type !== 'category') axis.tickangle = 0;
                const every = thin[name] || 1;
                if (every > 1 && axis.tickvals) { axis.ticktext = (axis.all ||= axis.ticktext || axis.tickvals.map(String)).map((t, k) => k % every ? '' : t); }
                else if (every > 1) axis.nticks = Math.max(2, Math.floor((axis.all ||= axis.nticks || 8) / every));
              });
              if (L.annotations) L.annotations.forEach((n, i) => {
                if (/^[xy]\d* domain$/.test(n.xref || '')) {
                  const axis = L[n.xref.replace(/ domain/, '').replace('x', 'xaxis')], share = axis?.domain ? axis.domain[1] - axis.domain[0] : 1;
                  n.text = wrap(notes[i] ?? '', n.font?.size || em, share * plotW * 1.02);
                }
                if (upright.has(i)) n.textangle = -90;
              });
              f.data.forEach((t, i) => { if (typeof names[i] === 'string') t.name = wrap(names[i], own.font?.size || em, plan.width - 2 * pad - 45); });
              if (!inside) L.legend = { ...own, orientation: 'h', x: (pad - m.l) / plotW, xanchor: 'left', y: -(below + em * 0.5) / plotH, yanchor: 'top', traceorder: own.traceorder, borderwidth: 0 };
              const all = structuredClone(L);
              axes.forEach(name => delete all[name].all);
              if (plan.title) (all.annotations ||= []).push({ text: wrap(plan.title, plan.titleSize, plan.width - 2 * pad), font: { size: plan.titleSize }, showarrow: false, align: 'left',
                xref: 'paper', x: (pad - m.l) / plotW, xanchor: 'left', yref: 'paper', y: 1, yanchor: 'bottom', yshift: over + em * 0.3, textangle: 0 });
              await Plotly.newPlot(host, structuredClone(f.data), all, { staticPlot: true, responsive: false });
              const s = host._fullLayout._size, at = host.getBoundingClientRect();
              const box = e => { const r = e.getBoundingClientRect(); return { e, l: r.left - at.left, r: r.right - at.left, t: r.top - at.top, b: r.bottom - at.top, w: r.width }; };
              const texts = [...host.querySelectorAll('text')].filter(e => e.textContent.trim() && getComputedStyle(e).display !== 'none').map(box).filter(b => b.w > 0);
              const legend = host.querySelector('.legend'), titleIndex = plan.title ? all.annotations.length - 1 : -1;
              const isTitle = b => titleIndex >= 0 && b.e.closest(`.annotation[data-index="${titleIndex}"]`);
              const around = texts.filter(b => !b.e.closest('.legend'));
              const bottom = Math.max(0, ...around.map(b => b.b - (s.t + s.h)));
              const overNow = Math.max(0, ...around.filter(b => !isTitle(b)).map(b => s.t - b.t));
              // Labels of one axis that meet.
              let changed = false;
              for (const name of axes) {
                const id = name.replace('axis', ''), across = name[0] === 'x';
                const labels = texts.filter(b => b.e.closest('.' + id + 'tick')).sort((p, q) => across ? p.l - q.l : p.t - q.t);
                if (labels.some((b, i) => i && (across ? b.l < labels[i - 1].r + em * 0.3 : b.t < labels[i - 1].b - em * 0.3)) && (thin[name] || 1) < 8) { thin[name] = (thin[name] || 1) + 1; changed = true; }
              }
              // Labels beside each other that meet stand upright.
              const labels = texts.map(b => ({ ...b, index: +(b.e.closest('.annotation')?.dataset.index ?? -1) })).filter(b => b.index >= 0 && b.index !== titleIndex && !L.annotations[b.index]?.text.includes('<br>'));
              for (const a of labels) for (const b of labels) {
                if (a.index < b.index && !upright.has(a.index) && a.l < b.r + 1 && b.l < a.r + 1 && Math.abs(a.t - b.t) < 1 && L.annotations[a.index].y === L.annotations[b.index].y) {
                  L.annotations.forEach((n, i) => { if (n.y === L.annotations[a.index].y && n.yref === L.annotations[a.index].yref) upright.add(i); });
                  changed = true;
                }
              }
              const legendBottom = legend && !inside ? box(legend).b - (s.t + s.h) : 0;
              const next = {
                l: Math.max(em * 0.5, Math.max(0, ...around.filter(b => !isTitle(b)).map(b => s.l - b.l)) + pad), r: Math.max(em * 0.6, Math.max(0, ...around.filter(b => !isTitle(b)).map(b => b.r - (s.l + s.w))) + pad),
                t: Math.max(em * 0.6, Math.max(0, ...around.map(b => s.t - b.t)) + pad), b: Math.max(em * 0.6, Math.max(bottom, legendBottom) + pad),
              };
              // Texts that are broken otherwise in another width can move to and fro; from here on margins only grow.
              if (round > 3) for (const side of 'lrtb') next[side] = Math.max(next[side], m[side]);
              const state = JSON.stringify([next, bottom, overNow].map(v => typeof v === 'number' ? Math.round(v) : Object.values(v).map(Math.round)));
              if (state === before && !changed) break;
              before = state;
              m = next; below = bottom; over = overNow;
              m.l = Math.min(m.l, plan.width * 0.5); m.r = Math.min(m.r, plan.width * 0.4);
            }
            const height = host._fullLayout.height;
            return [await Plotly.toImage(host, { format: 'svg', width: plan.width, height, imageDataOnly: true }), String(height)];
          } finally {
            Plotly.purge(host);
            host.remove();
          }
        }
        """;
}
