/// The looks of a report on screen and paper.
///
/// What sorts is a span with the part of a button: with real buttons in them, Chromium does not repeat a table's headings on the next sheet.
enum ReportStyle {
    /// - Parameters:
    ///   - head: the running header on paper.
    ///   - mark: the mark of synthetic values on every page; empty where there are none.
    static func css(head: String, mark: String, page: String) -> String {
        """
        :root{--ink:#14202b;--quiet:#4a5763;--line:#b9c4ce;--accent:#0b3d6b;--mark:#8a1f11}
        *{box-sizing:border-box}
        html{font-synthesis:none}
        body{margin:0;color:var(--ink);background:#fff;font:16px/1.65 "WenQuanYi Zen Hei","WenQuanYi Micro Hei","Liberation Sans","DejaVu Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;font-weight:400}
        main{max-width:60rem;margin:0 auto;padding:0 1.25rem 4rem}
        h1,h2,h3,th,strong,dt,caption{font-weight:400}
        h1{font-size:2.6rem;line-height:1.25;margin:.2em 0;color:var(--accent)}
        h2{font-size:1.6rem;line-height:1.3;color:var(--accent);border-bottom:2px solid var(--accent);padding-bottom:.2em;margin:2.6em 0 .8em}
        h3{font-size:1.15rem;color:var(--accent);margin:1.6em 0 .4em}
        p{margin:.5em 0 .9em}
        .mark{border:2px solid var(--mark);color:var(--mark);padding:.5rem .9rem;border-radius:.3rem;margin:1rem 0}
        .strip{position:sticky;top:0;z-index:2;background:var(--mark);color:#fff;text-align:center;padding:.25rem 1rem;font-size:.9rem}
        .quiet{color:var(--quiet);font-size:.9rem}
        .cover{padding:4rem 0 2rem}
        .cover .who{font-size:1.5rem;color:var(--quiet);margin:.2em 0 1.6em}
        .key{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:2rem 0;padding:0}
        .key div{border:1px solid var(--line);border-top:4px solid var(--accent);padding:.8rem 1rem}
        .key dt{color:var(--quiet);font-size:.9rem}
        .key dd{margin:0;font-size:1.8rem;color:var(--accent);line-height:1.3}
        .key dd small{font-size:.9rem;color:var(--quiet);display:block}
        nav ol{list-style:none;padding:0;max-width:42rem}
        nav li{margin:.35em 0}
        nav a{color:var(--accent);display:flex;justify-content:space-between;gap:1rem;border-bottom:1px dotted var(--line);text-decoration:none}
        nav a:hover,nav a:focus{text-decoration:underline}
        nav .page{display:none}
        .chart{width:100%;height:auto;display:block;margin:.6rem 0;font-size:12.5px}
        .chart text{fill:var(--ink);font-family:inherit}
        .chart .end{text-anchor:end}.chart .mid{text-anchor:middle}.chart .own{fill:var(--accent)}
        .chart .grid{stroke:#dde3e8;stroke-width:1}.chart .axis{stroke:#4a5763;stroke-width:1.2}
        .chart .whisker{stroke:var(--ink);stroke-width:1.3;fill:none}
        figure{margin:1rem 0}figcaption{color:var(--quiet);font-size:.9rem}
        .scroll{overflow-x:auto;margin:.8rem 0}
        table{border-collapse:collapse;width:100%;font-size:.92rem}
        caption{text-align:left;color:var(--quiet);padding:.2rem 0;font-size:.9rem}
        th,td{border-bottom:1px solid var(--line);padding:.32rem .55rem;text-align:left;vertical-align:top}
        thead th{border-bottom:2px solid var(--accent);color:var(--accent);white-space:nowrap}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .s{white-space:nowrap}
        .own th,.own td{background:#e8f0f7}
        th span{cursor:pointer}th span:hover,th span:focus-visible{text-decoration:underline}th span:focus-visible{outline:2px solid var(--accent)}
        th[aria-sort=ascending] span::after{content:" ▲"}th[aria-sort=descending] span::after{content:" ▼"}
        .off{display:none}
        .chart:focus-visible{outline:2px solid var(--accent);outline-offset:2px}.chart .at{stroke:var(--ink);stroke-width:2.5}
        .pick{display:flex;flex-wrap:wrap;gap:.4rem;margin:.4rem 0;align-items:center}
        .pick button,.pick label{min-height:44px;min-width:44px;display:inline-flex;align-items:center;gap:.4rem;border:1px solid var(--line);border-radius:.3rem;background:#fff;color:var(--ink);font:inherit;font-size:.92rem;padding:0 .7rem;cursor:pointer}
        .pick button[aria-pressed=false]{color:var(--quiet);text-decoration:line-through}
        .pick input{width:1.15rem;height:1.15rem}
        .pick select{min-height:44px;font:inherit;padding:0 .5rem;max-width:100%}
        details>summary{color:var(--accent);cursor:pointer;margin:.4rem 0;min-height:44px;display:flex;align-items:center}
        details>summary::before{content:"▸";margin-right:.5rem}details[open]>summary::before{content:"▾"}
        .findings td:first-child,.findings th:first-child{white-space:nowrap}
        #tip{position:fixed;z-index:3;background:var(--ink);color:#fff;padding:.25rem .6rem;border-radius:.25rem;font-size:.85rem;pointer-events:none;display:none}
        @media screen and (max-width:600px){figure{overflow-x:auto}.chart{min-width:34rem}}
        @page{size:A4;margin:22mm 17mm 20mm;
          @top-left{content:\(quoted(head));color:#4a5763;font:9pt "WenQuanYi Zen Hei","WenQuanYi Micro Hei","Liberation Sans","DejaVu Sans","Noto Sans CJK SC",sans-serif}
          @top-right{content:\(quoted(mark));color:#8a1f11;font:9pt "WenQuanYi Zen Hei","WenQuanYi Micro Hei","Liberation Sans","DejaVu Sans","Noto Sans CJK SC",sans-serif}
          @bottom-center{content:\(page);color:#4a5763;font:9pt "WenQuanYi Zen Hei","WenQuanYi Micro Hei","Liberation Sans","DejaVu Sans","Noto Sans CJK SC",sans-serif}}
        @page:first{@top-left{content:""}@bottom-center{content:""}}
        @media print{
          body{font-size:10.5pt;line-height:1.55}
          main{max-width:none;padding:0 .5mm}
          .strip,#tip,.screen,.pick,details.units{display:none!important}
          .cover{padding:34mm 0 0;break-after:page}
          .key{grid-template-columns:1fr 1fr}
          .chart{max-height:66mm}
          .tall{max-height:190mm}
          .keep{break-inside:avoid}
          h3+.scroll caption,p.quiet+.scroll caption{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
          nav{break-after:page}
          nav .page{display:inline}
          nav li{margin:.55em 0}
          h1{font-size:30pt}h2{font-size:17pt;margin-top:0;break-before:page}h3{font-size:12.5pt}
          nav h2{break-before:auto}
          h2.run{break-before:auto;margin-top:1.8em}
          h2,h3,caption{break-after:avoid}
          figure,.chart,tr,.key,.mark{break-inside:avoid}
          thead{display:table-header-group;break-after:avoid}
          tbody tr:nth-child(-n+3){break-after:avoid}tbody tr:first-child{break-before:avoid}
          .scroll{overflow:visible}
          table{font-size:9pt}
          .dense table,table.dense{font-size:8pt}
          th,td{padding:.22rem .4rem}
          details>summary{display:none}
          a{color:inherit;text-decoration:none}th span::after{content:none!important}
        }
        @media (prefers-reduced-motion:reduce){*{scroll-behavior:auto}}
        """
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\", "<", ">", "&", "\n", "\r": result += "\\" + String(scalar.value, radix: 16) + " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
