/// The style sheet of all pages: large targets, strong contrast (4.5:1 and more), one column on a telephone.
enum Style {
    static let css: StaticString = """
        :root{--ink:#1b1f24;--paper:#fff;--soft:#f3f5f7;--line:#8a939c;--brand:#8a1c1c;--brand-ink:#fff;--good:#14532d;--late:#9a1c1c}
        *{box-sizing:border-box}
        html{font:18px/1.6 system-ui,"Noto Sans CJK SC","WenQuanYi Micro Hei","PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper)}
        body{margin:0}
        a{color:#0b4f9c}
        a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,summary:focus-visible,main:focus-visible{outline:3px solid #0b4f9c;outline-offset:2px}
        .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:8px;z-index:1}
        header{background:var(--brand);color:var(--brand-ink);padding:8px 16px;display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}
        header a,header .link{color:var(--brand-ink);text-decoration:none;padding:8px 6px;display:inline-block;min-height:44px}
        header a:hover,header .link:hover{text-decoration:underline}
        header a:focus-visible,header button:focus-visible{outline-color:#fff}
        nav{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
        .inline{display:inline;margin:0}.link{background:none;border:0;font:inherit;cursor:pointer}
        main{max-width:72rem;margin:0 auto;padding:8px 16px 32px}
        footer{background:var(--soft);padding:8px 16px;font-size:.85rem}
        h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.2rem;margin-top:1.5em}
        .choices{display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr))}
        .card{display:block;border:2px solid var(--brand);border-radius:12px;padding:20px;text-decoration:none;color:inherit}
        .card b{display:block;font-size:1.3rem;color:var(--brand)}
        .field{margin:12px 0}.field label{display:block;font-weight:600}
        .hint{display:block;color:#4a525b;font-size:.9rem;font-weight:400}
        input:not([type=checkbox]),select,textarea{font:inherit;width:100%;max-width:40rem;padding:10px;border:1px solid #59626b;border-radius:8px;background:#fff;color:inherit;min-height:44px}
        input[type=checkbox]{width:24px;height:24px;vertical-align:middle}
        button,.button{font:inherit;padding:10px 20px;min-height:44px;border-radius:8px;border:1px solid #59626b;background:var(--soft);color:inherit;cursor:pointer;text-decoration:none;display:inline-block}
        .primary{background:var(--brand);border-color:var(--brand);color:var(--brand-ink);font-weight:600}
        fieldset,details{border:1px solid var(--line);border-radius:8px;padding:8px 16px;margin:12px 0}
        summary{cursor:pointer;font-weight:600;min-height:36px;padding:6px 0}
        .filter{display:grid;gap:0 12px;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));align-items:end}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.92rem}
        caption{text-align:left;font-weight:600;padding:8px 0}
        th,td{border-bottom:1px solid #c9ced3;padding:8px;text-align:left;vertical-align:top}
        thead th{border-bottom:2px solid var(--line)}
        .tag{display:inline-block;border:1px solid currentColor;border-radius:6px;padding:0 6px;font-size:.8rem}
        .late{color:var(--late);font-weight:600}
        .alert{border-left:6px solid var(--late);background:#fdf1f1;padding:10px 14px}
        .good{border-left:6px solid var(--good);background:#eef7f0;padding:10px 14px}
        .empty{color:#4a525b}
        .words{white-space:pre-line;overflow-wrap:anywhere}
        .timeline li{margin:0 0 12px}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px}dt{font-weight:600}dd{margin:0}
        .codes dd{font-size:1.3rem;letter-spacing:.05em}
        .columns{display:grid;gap:0 32px;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr))}
        @media (prefers-color-scheme:dark){:root{--ink:#eef1f4;--paper:#14181c;--soft:#20262c;--brand:#7a1919;--late:#ff9d9d;--good:#8fd6a6}a{color:#8fc1ff}.card b{color:#ffb4b4}.hint,.empty{color:#b8c0c8}input:not([type=checkbox]),select,textarea{background:#1b2127}.alert{background:#331c1c}.good{background:#18301f}.skip:focus{background:#14181c}}
        @media print{header nav,footer,.filter,.action,.button{display:none}}
        """
}
