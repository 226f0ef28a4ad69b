/// The style sheet of all pages: large targets, strong contrast (4.5:1 and more), one column on a telephone, quiet in print.
/// Nothing is fetched from elsewhere; the reader's own fonts are used.
enum Style {
    /// Part of the sheet's address, so that a new sheet is never mixed with old pages.
    static let version: HTML = {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        css.withUTF8Buffer { buffer in
            for byte in buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return HTML(text: String(hash, radix: 36))
    }()

    static let css: StaticString = """
        :root{--ink:#1c2127;--muted:#4a545e;--paper:#fff;--soft:#f4f5f7;--line:#d5dae0;--control:#6b7580;--brand:#8a1c1c;--brand-text:#8a1c1c;\
        --on-brand:#fff;--link:#0b4f9c;--focus:#0b4f9c;--good:#14532d;--good-soft:#edf7f0;--late:#a01818;--late-soft:#fdf1f1;--warm:#7a4a00;--note:#fff6d9;\
        --here:#c9d8ec;--mine:#5f88bd}
        *{box-sizing:border-box}
        html{font:1.0625rem/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;\
        color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column}
        a{color:var(--link);text-underline-offset:.15em}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
        main:focus{outline:none}
        h1{font-size:1.6rem;line-height:1.3;margin:0 0 1rem;overflow-wrap:anywhere}
        h2{font-size:1.15rem;line-height:1.4;margin:2rem 0 .75rem}
        p{margin:0 0 1rem}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:.5rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:2}
        header{background:var(--brand);color:var(--on-brand)}
        .bar{max-width:76rem;margin:0 auto;padding:.35rem 1rem;display:flex;flex-wrap:wrap;align-items:center;column-gap:1.5rem}
        header a,.link{color:var(--on-brand);text-decoration:none;display:inline-flex;align-items:center;min-height:44px;padding:0 .4rem}
        header a:hover,.link:hover{text-decoration:underline}
        header :focus-visible{outline-color:var(--on-brand);outline-offset:-3px}
        .brand{gap:.55rem;padding:0;font-size:1.1rem}
        nav{display:flex;flex-wrap:wrap;gap:0 .75rem}
        nav a[aria-current],.me a[aria-current]{box-shadow:inset 0 -3px 0 var(--on-brand)}
        .me{margin-left:auto;display:flex;flex-wrap:wrap;align-items:center;gap:0 .75rem;font-size:.95rem}
        .me form{margin:0}
        .link{background:none;border:0;font:inherit;cursor:pointer}
        .demo{margin:0;background:var(--note);color:#4d3a00;text-align:center;padding:.25rem 1rem;font-size:.9rem}
        main{width:100%;max-width:76rem;margin:0 auto;padding:1.5rem 1rem 3rem;flex:1}
        footer{background:var(--soft);color:var(--muted);border-top:1px solid var(--line);font-size:.85rem}
        footer p{max-width:76rem;margin:0 auto;padding:1rem}
        .narrow{max-width:40rem}
        .kicker{color:var(--muted);margin:0 0 .15rem}
        .lead{font-size:1.1rem;color:var(--muted)}
        .choices{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));margin:1.5rem 0 2.5rem}
        .card{display:block;border:1px solid var(--line);border-top:4px solid var(--brand);border-radius:10px;padding:1.25rem;text-decoration:none;\
        color:inherit;background:var(--paper);box-shadow:0 1px 3px #0002}
        .card b{display:block;font-size:1.3rem;color:var(--brand-text);margin-bottom:.25rem}
        .card:hover{border-color:var(--brand)}
        .quiet{color:var(--muted);font-size:.9rem}
        .quiet li{margin-bottom:.35rem}
        .field{margin:0 0 1.1rem}
        .field>label,legend{display:block;font-weight:600;margin-bottom:.3rem;padding:0}
        .group>legend{padding-right:.75rem}
        .hint{display:block;color:var(--muted);font-size:.9rem;line-height:1.45;margin-bottom:.4rem;font-weight:400}
        input,select,textarea{font:inherit;color:inherit}
        input:not([type=checkbox]):not([type=radio]),select,textarea{width:100%;padding:.5rem .7rem;border:1px solid var(--control);border-radius:8px;\
        background:var(--paper);min-height:46px}
        textarea{resize:vertical;line-height:1.5}
        input[type=file]{padding:.6rem;font-size:.95rem}
        input[type=checkbox],input[type=radio]{width:1.35rem;height:1.35rem;accent-color:var(--brand);flex:none;margin:0}
        .code{letter-spacing:.08em;text-transform:uppercase}
        button,.button{font:inherit;padding:.5rem 1.25rem;min-height:46px;border-radius:8px;border:1px solid var(--control);background:var(--paper);\
        color:inherit;cursor:pointer;text-decoration:none;display:inline-flex;align-items:center}
        button:hover,.button:hover{background:var(--soft)}
        .primary{background:var(--brand);border-color:var(--brand);color:var(--on-brand);font-weight:600}
        .primary:hover{background:#741616}
        fieldset{border:0;padding:0;margin:0 0 1.1rem;min-width:0}
        .group{border-top:1px solid var(--line);padding-top:1.1rem}
        .pair{display:grid;gap:0 1rem;grid-template-columns:1fr 1fr}
        details{border:1px solid var(--line);border-radius:8px;margin:0 0 .75rem;background:var(--paper)}
        summary{cursor:pointer;font-weight:600;min-height:46px;padding:.6rem .9rem;border-radius:8px}
        summary:hover{background:var(--soft)}
        details[open]>summary{border-bottom:1px solid var(--line);border-radius:8px 8px 0 0}
        .act details{margin-bottom:.45rem}
        .inside{padding:1rem .9rem .2rem}
        .radios label,.checks label{display:flex;align-items:center;gap:.6rem;min-height:44px;padding:.25rem .5rem;border-radius:6px}
        .radios label:hover,.checks label:hover{background:var(--soft)}
        .checks>div{max-height:19rem;overflow-y:auto;border:1px solid var(--control);border-radius:8px;padding:.3rem .5rem}
        .checks label{min-height:38px;line-height:1.35}
        .checks b{display:block;color:var(--muted);font-size:.85rem;padding:.5rem .5rem .1rem}
        .field>.tick{display:flex;align-items:center;gap:.6rem;min-height:46px}
        .tools{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:end;justify-content:space-between;margin-bottom:1rem}
        .tools h1{margin:0}
        .find{display:flex;gap:.5rem;align-items:end}
        .find .field{margin:0}
        .filter{display:grid;gap:0 .9rem;grid-template-columns:repeat(auto-fit,minmax(9.25rem,1fr));align-items:end;background:var(--soft);\
        border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem 0;margin-bottom:1.25rem;font-size:.95rem}
        .filter .field,.filter .press{margin-bottom:.9rem}
        .press{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.94rem;line-height:1.45}
        caption{text-align:left;font-weight:600;padding:.5rem 0}
        th,td{border-bottom:1px solid var(--line);padding:.55rem .6rem;text-align:left;vertical-align:top}
        thead th{border-bottom:2px solid var(--control);color:var(--muted);font-size:.88rem;white-space:nowrap;vertical-align:bottom}
        tbody tr:hover{background:var(--soft)}
        .figures td,.figures thead th+th+th{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .figures td.what{text-align:left;color:var(--muted)}
        .figures th[rowspan]{min-width:9rem}
        .figures tbody:hover tr{background:var(--soft)}
        .list td:first-child{width:55%;overflow-wrap:anywhere}
        .list a{font-weight:600}
        .sub{display:block;color:var(--muted);font-size:.88rem}
        time{white-space:nowrap;font-variant-numeric:tabular-nums}
        .tag{display:inline-block;border:1px solid currentColor;border-radius:5px;padding:0 .4rem;font-size:.8rem;line-height:1.5;white-space:nowrap;font-weight:600}
        .urgent,.late{color:var(--late)}
        .important{color:var(--warm)}
        .away{color:var(--muted);font-size:.88rem;white-space:nowrap}
        .away.late{color:var(--late);font-weight:600}
        .alert,.good{border-left:5px solid var(--late);background:var(--late-soft);padding:.75rem 1rem;margin:0 0 1.25rem;border-radius:0 8px 8px 0}
        .alert p,.good p{margin:.15rem 0 0}
        .good{border-color:var(--good);background:var(--good-soft)}
        .empty{color:var(--muted);padding:1.5rem 0}
        .words{white-space:pre-line;overflow-wrap:anywhere;margin:.25rem 0 .5rem}
        .matter{font-size:1.1rem;border-left:4px solid var(--line);padding-left:.9rem;margin:0 0 1.25rem}
        .columns{display:grid;gap:0 2.5rem;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr))}
        .columns h2:first-child{margin-top:0}
        dl{display:grid;align-items:baseline;grid-template-columns:max-content 1fr;gap:.35rem 1.25rem;margin:0 0 1.25rem}
        dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
        .codes{background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:.9rem 1.1rem;margin-bottom:1.25rem}
        .codes dl{margin:0}.codes dd{font-size:1.25rem;font-weight:600;letter-spacing:.04em;font-variant-numeric:tabular-nums}
        .codes p{margin:.5rem 0 0}
        .now{font-size:1.25rem;font-weight:700}
        .timeline{list-style:none;margin:0;padding:0 0 0 1.1rem;border-left:2px solid var(--line)}
        .timeline>li{position:relative;margin:0 0 1.25rem}
        .timeline>li::before{content:"";position:absolute;left:-1.55rem;top:.45em;width:.75rem;height:.75rem;border-radius:50%;background:var(--paper);border:3px solid var(--control)}
        .timeline>li:first-child::before{border-color:var(--brand-text)}
        .timeline>li.clock::before{border-color:var(--late)}
        .timeline ul,.plain{margin:.25rem 0 .5rem;padding-left:1.2rem}
        .thumbs{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0}
        .thumbs img{display:block;width:7.5rem;height:7.5rem;object-fit:cover;border-radius:6px;border:1px solid var(--line);background:var(--soft)}
        .sketch{margin:1.75rem 0 1.25rem;max-width:22rem}
        .sketch svg{display:block;width:100%;height:auto;max-height:20rem;background:var(--soft);border:1px solid var(--line);border-radius:8px}
        .sketch path{fill:var(--paper);stroke:var(--control);stroke-width:.7}
        .sketch .street{fill:var(--here)}.sketch .own{fill:var(--mine)}
        .sketch .point{fill:var(--late);stroke:var(--paper);stroke-width:1.5}
        figcaption{color:var(--muted);font-size:.85rem;margin-top:.35rem}
        .pages{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.25rem}
        .tabs{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;border-bottom:1px solid var(--line);margin-bottom:1rem}
        .tabs a{min-height:44px;display:inline-flex;align-items:center;text-decoration:none}
        .tabs a[aria-current]{color:inherit;font-weight:600;box-shadow:inset 0 -3px 0 var(--brand)}
        @media (max-width:40rem){
        h1{font-size:1.4rem}
        .bar{column-gap:.75rem}
        .me{display:contents}.who{display:none}
        .me a[hreflang]{order:1;margin-left:auto}
        header nav{order:2;margin-left:-.4rem;gap:0 .25rem}
        .me a,.me form{order:3}
        main{padding-top:1.1rem}
        .codes dl{grid-template-columns:1fr;gap:0}.codes dd{font-size:1.15rem;margin-bottom:.4rem}
        .filter{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
        .list .when,.list thead .when{display:none}
        th,td{padding:.5rem .4rem}
        .narrow .primary,.inside .primary{width:100%;justify-content:center}
        .pair{grid-template-columns:1fr}
        }
        @media (prefers-color-scheme:dark){
        :root{--ink:#e9edf1;--muted:#b3bcc6;--paper:#15191d;--soft:#1e242a;--line:#39424b;--control:#8d98a3;--brand:#7d1a1a;--brand-text:#ffb1ab;--link:#93c2ff;\
        --focus:#93c2ff;--good:#8fd6a6;--good-soft:#17291d;--late:#ffa39b;--late-soft:#331b1b;--warm:#f2c26b;--note:#3a3000;--here:#2d4a6d;--mine:#5f88bd}
        .demo{color:#ffe9a8}
        .thumbs img{filter:brightness(.9)}
        }
        @media print{
        :root{--ink:#000;--muted:#333;--paper:#fff;--soft:#fff;--brand-text:#000}
        html{font-size:10.5pt}
        header{background:none;color:#000}header .brand{color:#000}
        .timeline{margin-left:.5rem}
        nav,.me,.skip,footer,.filter,.find,.act,.pages,.tabs,.button,.hide{display:none!important}
        .demo{text-align:left;border:0;padding:0;background:none;color:#000}
        main{padding:0;max-width:none}
        .columns{display:block}
        tr,li,.sketch,.codes{break-inside:avoid}
        a{color:inherit;text-decoration:none}
        thead{display:table-header-group}
        }
        """
}
