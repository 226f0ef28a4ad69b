/// What form pages need beside the house's style sheet: one column, everything that is tapped at least 44 px high.
enum FormStyle {
    static let version: HTML = mark(of: css)

    /// A short sign of a text, for its address (FNV-1a).
    static func mark(of text: StaticString) -> HTML {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        text.withUTF8Buffer { buffer in
            for byte in buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return HTML(text: String(hash, radix: 36))
    }

    static let css: StaticString = """
        html{scroll-padding:1rem 0 4.5rem}
        main.narrow{max-width:44rem}
        h1[dir],h2,h3,h4,h5,h6{overflow-wrap:anywhere}
        h3{font-size:1.08rem;margin:1.5rem 0 .6rem}h4,h5,h6{font-size:1rem;margin:1.25rem 0 .5rem}
        button.link{color:var(--on-brand);min-height:44px;padding:0 .4rem}.bar{justify-content:space-between}
        button.skip{min-height:0;padding:0;border:0}
        .tongues{display:flex;flex-wrap:wrap;gap:.5rem;margin-bottom:1.25rem}
        .tongues [aria-pressed=true]{border-color:var(--brand-text);box-shadow:inset 0 0 0 1px var(--brand-text);font-weight:600}
        .t{white-space:pre-line;overflow-wrap:anywhere;unicode-bidi:isolate}
        .q{margin:0 0 1.4rem;padding:0;scroll-margin-top:1rem}
        .q:focus,.loop:focus,.instance:focus,#faults:focus{outline:3px solid var(--focus);outline-offset:4px;border-radius:4px}
        .q>label:not(.choice),.q>.label,.q legend{display:block;font-weight:600;margin:0 0 .3rem;padding:0;line-height:1.45}
        .q .hint .t{white-space:pre-line}
        .must{font-style:normal;font-weight:400;font-size:.82rem;color:var(--late);white-space:nowrap;margin-inline-start:.35rem}
        .fault{display:block;color:var(--late);border-inline-start:4px solid var(--late);padding:.15rem .6rem;margin:.2rem 0 .5rem;font-weight:600}
        .q [aria-invalid=true]{border-color:var(--late);box-shadow:inset 0 0 0 1px var(--late)}
        .choice{display:flex;align-items:center;gap:.7rem;min-height:48px;padding:.45rem .75rem;border:1px solid var(--line);border-radius:8px;\
        margin:0 0 .4rem;cursor:pointer;font-weight:400;line-height:1.4;background:var(--paper)}
        .choice:hover{background:var(--soft)}
        .choice:has(:checked){border-color:var(--brand-text);background:var(--soft);box-shadow:inset 0 0 0 1px var(--brand-text)}
        .row,.scale{display:grid;gap:.4rem;grid-template-columns:repeat(auto-fill,minmax(min(9rem,100%),1fr));margin-bottom:.4rem}
        .scale{grid-template-columns:repeat(auto-fit,minmax(min(4.5rem,100%),1fr))}
        .scale .choice{flex-direction:column;justify-content:flex-start;text-align:center;gap:.25rem;padding:.45rem .25rem}
        .short{grid-template-columns:repeat(auto-fill,minmax(min(6.2rem,100%),1fr))}
        .row .choice,.scale .choice{margin:0}
        .picture{display:block;max-width:100%;max-height:16rem;height:auto;border-radius:6px;margin:.3rem 0}
        .choice .picture{max-height:7rem;margin:0}
        audio{max-width:100%}
        .note{margin:0 0 .4rem}.q>.label.long{font-weight:400}
        .value{margin:0 0 .5rem;padding:.5rem .75rem;background:var(--soft);border-radius:8px;min-height:1em;white-space:pre-line;overflow-wrap:anywhere}
        ul.value{padding-inline-start:2rem}
        .section,.loop{border-top:1px solid var(--line);padding-top:.2rem;margin-top:1.5rem}
        .section>h2,.loop>h2{margin:1rem 0 .9rem;font-size:1.25rem}
        .section .section{border-top:0;margin-top:0}
        .instance{border:1px solid var(--line);border-inline-start:4px solid var(--brand-text);border-radius:8px;padding:.25rem .9rem .4rem;margin:0 0 1rem}
        .instance>:first-child{margin-top:.6rem}
        .removal,.guidance{border:0;margin:0}
        .removal>summary,.guidance>summary{display:inline-flex;align-items:center;padding:.25rem .3rem;font-weight:400;color:var(--link);text-decoration:underline;min-height:44px}
        .removal[open]>summary,.guidance[open]>summary{border:0}
        .removal button{color:var(--late);border-color:var(--late);margin-bottom:.6rem}
        .clear{border:0;padding:.25rem .3rem;min-height:44px;color:var(--link);text-decoration:underline;background:none}
        .chosen>div{padding:.6rem}
        .locate{display:none}.live .locate{display:block}
        .live .update{display:none}
        .primary{min-height:52px}
        .press{margin:0 0 1rem}
        .left{font-weight:600;margin:2rem 0 .6rem}
        .address{overflow-wrap:anywhere;display:inline-block;min-height:24px}
        #faults h2{margin:.2rem 0 .6rem}#faults ol{margin:0;padding-inline-start:1.4rem}
        #faults li{margin-bottom:.5rem}#faults a{display:inline-flex;align-items:center;min-height:44px}
        #saved{position:sticky;bottom:.5rem;margin:1rem 0 0;padding:.35rem .9rem;border-radius:8px;background:var(--ink);color:var(--paper);width:fit-content;\
        margin-inline-start:auto;font-size:.9rem;max-width:100%;pointer-events:none}.good h2{margin:.2rem 0 .3rem}
        #saved:empty{display:none}
        .source{white-space:pre-wrap;overflow-wrap:anywhere;font:.85rem/1.5 ui-monospace,monospace;margin:0;padding:.9rem}
        .problems ul{margin:0;padding-inline-start:2rem}
        @media (max-width:40rem){.press>*{width:100%;justify-content:center}.pair{grid-template-columns:1fr 1fr}}
        @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
        """
}
