/// The script of a report: values under the pointer, the finger and the arrow keys, what charts show, tables that sort and filter. Without it
/// nothing is missing but that.
enum ReportScript {
    static let text = #"""
        (function(){'use strict';
        var say=document.body.dataset,tip=document.getElementById('tip');
        function all(s,n){return [].slice.call((n||document).querySelectorAll(s))}
        function make(t,n,s){var e=document.createElement(t);if(s)e.textContent=s;if(n)n.appendChild(e);return e}
        function show(n,x,y){tip.textContent=n.getAttribute('data-tip');tip.style.display='block';
        tip.style.left=Math.max(8,Math.min(x+14,innerWidth-tip.offsetWidth-8))+'px';tip.style.top=Math.min(y+18,innerHeight-tip.offsetHeight-8)+'px'}
        function hide(){tip.style.display='none';tip.textContent='';all('.at').forEach(function(n){n.classList.remove('at')})}
        function pointed(e){var n=e.target.closest?e.target.closest('[data-tip]'):null;if(n)show(n,e.clientX,e.clientY);else hide()}
        document.addEventListener('pointermove',pointed);document.addEventListener('pointerdown',pointed);
        document.addEventListener('keydown',function(e){if(e.key==='Escape')hide()});
        function seen(svg){return all('[data-tip]',svg).filter(function(n){return !n.closest('.off')})}
        all('svg.chart').forEach(function(svg){if(!seen(svg).length)return;
        svg.setAttribute('tabindex','0');svg.setAttribute('aria-description',say.keys);var at=-1;
        svg.addEventListener('blur',function(){at=-1;hide()});
        svg.addEventListener('keydown',function(e){var d={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];if(!d)return;
        e.preventDefault();var list=seen(svg);at=at<0?(d>0?0:list.length-1):(at+d+list.length)%list.length;
        hide();list[at].classList.add('at');var b=list[at].getBoundingClientRect();show(list[at],b.left+b.width/2,b.top+b.height/2)});
        lines(svg);rows(svg)});
        function lines(svg){var list=all('g.series',svg);if(list.length<2)return;
        var box=document.createElement('div');box.className='pick';box.setAttribute('role','group');
        box.setAttribute('aria-label',say.show+': '+svg.getAttribute('aria-label'));
        list.forEach(function(g){var b=make('button',box,g.dataset.name);b.type='button';b.setAttribute('aria-pressed','true');
        b.style.borderLeft='.45rem solid '+g.querySelector('polyline').getAttribute('stroke');
        b.addEventListener('click',function(){var on=b.getAttribute('aria-pressed')!=='true';b.setAttribute('aria-pressed',on);g.classList.toggle('off',!on);hide()})});
        svg.parentNode.insertBefore(box,svg)}
        function rows(svg){var list=all('g.row',svg);if(!list.some(function(g){return g.classList.contains('off')}))return;
        var step=parseFloat(list[0].dataset.height),box=document.createElement('details');box.className='units';
        make('summary',box,say.units);var field=make('div',box);field.className='pick';field.setAttribute('role','group');
        field.setAttribute('aria-label',say.units+': '+svg.getAttribute('aria-label'));
        function place(){var n=0;list.forEach(function(g){if(g.classList.contains('off'))return;g.setAttribute('transform','translate(0 '+n*step+')');n++});
        var h=n*step+34;svg.setAttribute('viewBox','0 0 720 '+h);
        all('.ticks line',svg).forEach(function(l){l.setAttribute('y2',h-24)});all('.ticks text',svg).forEach(function(t){t.setAttribute('y',h-8)})}
        var boxes=list.map(function(g){var l=make('label',field),i=make('input',l);i.type='checkbox';i.checked=!g.classList.contains('off');
        l.appendChild(document.createTextNode(g.dataset.name));
        i.addEventListener('change',function(){g.classList.toggle('off',!i.checked);place();hide()});return i});
        var b=document.createElement('button');b.type='button';b.textContent=say.all;field.insertBefore(b,field.firstChild);
        b.addEventListener('click',function(){list.forEach(function(g,n){g.classList.remove('off');boxes[n].checked=true});place()});
        svg.parentNode.insertBefore(box,svg)}
        function num(s){var m=s.replace(/\u2212/g,'-').match(/^[+-]?[0-9.]+(e[+-]?[0-9]+)?/);return m?parseFloat(m[0]):NaN}
        all('table').forEach(function(b){var body=b.tBodies[0];if(body.rows.length<3)return;if(b.dataset.filter)filter(b,+b.dataset.filter);
        [].forEach.call(b.tHead.rows[0].cells,function(h,i){var u=document.createElement('span');u.tabIndex=0;u.setAttribute('role','button');
        u.textContent=h.textContent;h.textContent='';h.appendChild(u);
        function turn(){var up=h.getAttribute('aria-sort')!=='ascending';
        [].forEach.call(b.tHead.rows[0].cells,function(c){c.removeAttribute('aria-sort')});
        h.setAttribute('aria-sort',up?'ascending':'descending');
        [].slice.call(body.rows).sort(function(a,c){var s=a.cells[i].textContent,t=c.cells[i].textContent,x=num(s),y=num(t);
        if(isNaN(x)!==isNaN(y))return isNaN(x)?1:-1;
        var d=isNaN(x)?s.localeCompare(t,document.documentElement.lang):x-y;return up?d:-d})
        .forEach(function(r){body.appendChild(r)})}
        u.addEventListener('click',turn);u.addEventListener('keydown',function(e){if(e.key==='Enter'||e.key===' '){e.preventDefault();turn()}})})});
        function filter(b,i){var words=[],list=[].slice.call(b.tBodies[0].rows);
        list.forEach(function(r){var w=r.cells[i].textContent;if(words.indexOf(w)<0)words.push(w)});if(words.length<2)return;
        var box=document.createElement('div');box.className='pick';var label=make('label',box,b.tHead.rows[0].cells[i].textContent+' ');
        var choice=make('select',label);make('option',choice,say.all).value='';
        words.forEach(function(w){make('option',choice,w).value=w});
        choice.addEventListener('change',function(){list.forEach(function(r){r.classList.toggle('off',choice.value!==''&&r.cells[i].textContent!==choice.value)})});
        b.parentNode.parentNode.insertBefore(box,b.parentNode)}
        })();
        """#
}
