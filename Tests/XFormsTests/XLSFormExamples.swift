import Documents
import Testing

/// Forms that use what the standard offers, each feature in the company of those it meets.
enum XLSFormExamples {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var survey: [String]
        var choices: [String] = []
        var settings: [String] = []
        var more: [(name: String, rows: [String])] = []
        var testDescription: String { name }

        var workbook: Spreadsheet {
            XLSFormFixture.book(survey, choices: choices, settings: settings, more: more.map { XLSFormFixture.sheet($0.name, $0.rows) })
        }
    }

    static let all = [
        repeats, cascades, languages, meta, sources, settings, entities, scripts, tables, columns, places, ranges, triggers, search, updates, external,
    ]

    static let repeats = Example(
        name: "repeats in repeats",
        survey: [
            "type|name|label|relevant|calculation|repeat_count|default|constraint|required",
            "integer|households|How many?|||||. > 0 and . < 50|yes",
            "begin_repeat|household|Household ${households}|||${households}|||",
            "text|head|Head of household|||||| ",
            "integer|size|Size||||||true()",
            "begin_repeat|person|Person|||${size} + 1|||",
            "text|person_name|Name of ${head}|${size} > 0|||||",
            "begin_group|details|Details|${person_name} != ''|||||",
            "integer|age|Age of ${person_name}|||||. <= 120 and . >= 0|${size} > 3",
            "calculate|older|||if(${age} > 60, 'old', ${head})||||",
            "text|since|Since||||today()||",
            "end_group|||||||",
            "calculate|nth|||position(..)||||",
            "end_repeat|||||||",
            "calculate|ages|||sum(${age})||||",
            "calculate|first|||indexed-repeat(${person_name}, ${household}, 1, ${person}, 1)||||",
            "calculate|people|||count(${person})||||",
            "text|note_of|Note||||concat(${head}, '!')||",
            "end_repeat|||||||",
            "calculate|total|||sum(${size})||||",
            "calculate|two|||indexed-repeat(${head}, ${household}, 2)||||",
            "note|end_note|Together ${total} people, ${ages} years||||||",
        ])

    static let cascades = Example(
        name: "selects of every kind",
        survey: [
            "type|name|label|choice_filter|parameters|appearance|relevant",
            "select_one county|county|County||||",
            "select_one street|street|Street|county = ${county}||minimal|",
            "select_multiple community|communities|Communities|street=${street} and size > 2|randomize=true|columns|",
            "rank street|best|Best streets||randomize=true, seed=42||",
            "integer|seed|Seed||||",
            "select_one street|any|Any street||randomize=true seed=${seed}|quick|${seed} != ''",
            "select_one_from_file clinics.csv|clinic|Clinic|county=${county}|value=code label=title|map|",
            "select_one_from_file parks.geojson|park|Park||||",
            "select_multiple_from_file shops.xml|shops|Shops||||",
            "select_one county or_other|home|Home||||",
            "select_multiple county or_other|seen|Seen||||",
            "begin_repeat|visit|Visit||||",
            "text|visitor|Visitor||||",
            "select_one street|visited|Street visited|county = ${county} and name != ${visitor}|||",
            "select_one ${visitor}|friend|Friend||||",
            "end_repeat|||||",
            "select_one ${visitor}|winner|Who won?||||",
            "select_one ${visitor}|second|Who came second?|${visitor} != ${winner}|||",
        ],
        choices: [
            "list_name|name|label|county|street|size", "county|1|North|||", "county|2|South|||", "street|a|A street|1||", "street|b|B street|2||",
            "community|x|X|1|a|3", "community|y|Y|1|a|1",
        ])

    static let languages = Example(
        name: "several languages and media",
        survey: [
            "type|name|label::中文|label::English (en)|hint|hint::English (en)|guidance_hint::中文|constraint|constraint_message::中文|constraint_message::English (en)|required|required_message|media::image|media::audio|media::big-image|media::video::中文",
            "text|name|您的姓名|Your name|写全名|In full|请核对证件||||yes|必填|name.png|name.mp3|name-big.png|name.mp4",
            "integer|age|${name}的年龄|Age of ${name}|||<b>周岁</b> & more|. < 150|${name}不可能这么老|${name} cannot be so old|yes|请填${name}的年龄||||",
            "note|plain|只有中文|||||||||||||",
            "note|picture|||||||||||only.png|||",
            "select_one yn|ok|可以吗|OK?||||||||||||",
            "begin_group|g|一组|A group||||||||||||",
            "begin_repeat|r||Rounds||||||||||||",
            "select_multiple smile|s|选择|Choose||||||||||||",
            "end_repeat||||||||||||||",
            "end_group||||||||||||||",
        ],
        choices: [
            "list_name|name|label::中文|label::English (en)|image|audio::中文", "yn|y|是|Yes||", "yn|n|否|No||", "smile|1|${name}笑|${name} smiles|1.png|",
            "smile|2||Cries|2.png|2.mp3",
        ],
        settings: ["form_title|form_id|default_language|version", "多语言|languages|中文|2026110101"])

    static let meta = Example(
        name: "what is recorded without asking",
        survey: [
            "type|name|label|parameters|appearance|default|calculation|required|readonly",
            "start|start|||||||", "end|end|||||||", "today|today|||||||", "deviceid|deviceid|||||||", "username|username|||||||",
            "phonenumber|phone|||||||", "email|email|||||||", "audit||||||||", "hidden|secret||||7|||", "calculate|now_is|||||now()||",
            "calculate|once_is||||once(uuid())|||", "text|long|Long|rows=5||||yes|", "text|shown|Shown|||plain text|||yes",
            "image|photo|Photo|max-pixels=1024|annotate|house.png|||", "image|app|App|app=org.example.camera max-pixels=640|||||",
            "audio|sound|Sound|quality=voice-only|||||", "video|film|Film||new||||", "file|paper|Paper||||||", "barcode|code|Code||||||",
            "date|day|Day||month-year|2020-01-02|||", "date|day2|Day||| today()|||", "time|hour|Hour||||||", "datetime|moment|Moment|||now()|||",
            "dateTime|moment2|Moment|||2020-01-01T10:00:00.000-08:00|||", "acknowledge|ack|Agreed||||||", "note|no_name|Note||||||", "decimal|d|D|||1.5|||",
            "integer|i|I|||${d} + 1|||", "select_one l|s|S|||a|||", "text|url|U|||http://example.org/a-b|||", "text|dash|D|||a - b|||", "text|tel|T|||-5|||",
            "start-geopoint|where_it_began|||||||", "background-audio|heard||quality=low|||||",
        ],
        choices: ["list_name|name|label", "l|a|A"])

    static let sources = Example(
        name: "files, the last form, texts that look things up",
        survey: [
            "type|name|label|calculation|default|relevant|constraint|hint|choice_filter",
            "csv-external|people|||||||", "xml-external|areas|||||||",
            "text|id|Id||${last-saved#id}||||",
            "calculate|found||pulldata('people', 'name', 'id', ${id})|||||",
            "calculate|found2||pulldata( \"other\" , 'name', 'id', ${id})|||||",
            "calculate|size||count(instance('people')/root/item[id = ${id} and size > 2])|||||",
            "note|said|${found}: instance('people')/root/item[id = ${id}]/name||||||",
            "note|listed|Label: instance('l')/root/item[name = 'a']/label ||||||",
            "select_one l|pick|Pick ${found}||||. != ${last-saved#pick}|Before: ${last-saved#pick}|name != ${last-saved#id}",
            "begin_repeat|r|R||||||",
            "text|in_r|In r||||||",
            "calculate|looked||instance('people')/root/item[id = ${in_r}]/name|||||",
            "note|looked_note|It is instance('people')/root/item[id = ${in_r}]/name ||||||",
            "end_repeat|||||||",
        ],
        choices: ["list_name|name|label", "l|a|A", "l|b|B"])

    static let settings = Example(
        name: "settings",
        survey: ["type|name|label", "text|q|Q"],
        settings: [
            "form_title|form_id|version|style|instance_name|submission_url|public_key|auto_send|auto_delete|client_editable|name|namespaces|instance_xmlns|attribute::esri:own",
            "A & B|my-form|3.1|pages theme-grid|concat(${q}, ' <', 1, '>')|https://example.org/s?a=1&b=2|MIIB|true|false|yes|answers|esri=\"http://esri.com/xforms\"|http://example.org/ns|x",
        ])

    static let entities = Example(
        name: "an entity is created",
        survey: ["type|name|label|save_to", "text|species|Species|species", "begin_group|g|G|", "integer|height|Height|height", "end_group|||"],
        settings: ["form_id|version", "trees|1"],
        more: [("entities", ["list_name|label|create_if", "trees|concat(${species}, ' ', ${height})|${height} > 0"])])

    static let updates = Example(
        name: "an entity is changed",
        survey: ["type|name|label|save_to", "select_one_from_file trees.csv|tree|Tree|", "integer|height|Height|height"],
        settings: ["form_id|version", "trees|1"],
        more: [("entities", ["list_name|entity_id|update_if", "trees|${tree}|${height} > 0"])])

    static let scripts = Example(
        name: "Han and right-to-left text in every place",
        survey: [
            "type|name|label|relevant|constraint|constraint_message|hint|choice_filter",
            "text|name_of|您的姓名 𠮷||. != '无'|不可以是“无”|提示：${name_of}|",
            "select_one 区县|county|区|${name_of} != ''||||",
            "select_one 街道|street|街道|||||parent = ${county} or parent = '全部'",
            "begin_group|details|البيانات|${name_of} != 'كلمة'||||",
            "integer|age|كم عمرك يا ${name_of}؟||. < 120|كبير جدا ${name_of}||",
            "note|n|שלום ${age} ‏!|||||",
            "text|größe|Größe|||||",
            "note|n2|${größe}|||||",
            "end_group||||||",
        ],
        choices: ["list_name|name|label|parent|备注", "区县|盘龙|盘龙区||甲", "区县|五华|五华区||", "街道|拓东|拓东街道|盘龙|乙", "街道|华山|华山街道|五华|"],
        settings: ["form_title|form_id|style", "测试表格 اختبار|测试|pages"])

    static let tables = Example(
        name: "tables of selects, field lists",
        survey: [
            "type|name|label|hint|appearance|intent|relevant",
            "begin_group|t|A table|Of selects|table-list||",
            "select_one yn|a|A||||", "select_one yn|b|B||||", "end_group|||||",
            "begin_group|t2|||table-list minimal||", "select_multiple yn|c|C||||", "end_group|||||",
            "begin_group|f|Field list||field-list||1 = 1", "select_one yn|head|||label||", "select_one yn|d|D||list-nolabel||", "end_group|||||",
            "begin_group|i|||| org.example.APP(x=${d}) |", "text|e||Only a hint|||", "end_group|||||",
        ],
        choices: ["list_name|name|label", "yn|y|Yes", "yn|n|No"])

    static let columns = Example(
        name: "columns of one's own and old spellings",
        survey: [
            "type|name|caption|relevance|read_only|bind::esri:fieldType|bind::oc:itemgroup|instance::odk:length|body::accuracyThreshold|noAppErrorString|rows|autoplay|appearance",
            "add text prompt|a|A|true|yes|esriFieldTypeString|g1|40|||6||multiline",
            "q int|b|B|${a} != ''|||||||||ex:org.example.app(v=${a})",
            "gps|c|C|||||1.5|Sorry||||",
            "add select one prompt using l|d|D||||||||||",
            "select all that apply from l|e|E||||||||||",
            "photo|f|F||||||||video||",
        ],
        choices: ["list name|name|caption|image", "l|a|A|", "l|b|B|"],
        settings: ["form_id|namespaces", "cols|esri=\"https://esri.com/xforms\" oc=\"http://openclinica.org/xforms\""])

    static let places = Example(
        name: "places",
        survey: [
            "type|name|label|parameters|appearance|choice_filter",
            "geopoint|p|P|capture-accuracy=2.5 warning-accuracy=10 allow-mock-accuracy=true|placement-map|",
            "geotrace|t|T|incremental=true||", "geoshape|s|S|allow-mock-accuracy=false|draggable|", "geopoint|m|M|reference-geometry=spots||",
            "geoshape|n|N|reference-geometry=spots||kind = 'a'",
        ],
        choices: ["list_name|name|label|geometry|kind", "spots|1|One|25.0 102.7 0 0|a"])

    static let ranges = Example(
        name: "ranges",
        survey: [
            "type|name|label|parameters|appearance", "range|a|A||", "range|b|B|start=0 end=1 step=0.1|", "range|c|C|start=10;end=-10;step=2|vertical",
            "range|d|D|start=0, end=100, step=5, tick_interval=25, placeholder=50, tick_labelset=marks|", "range|e|E|end=5|rating",
        ],
        choices: ["list_name|name|label", "marks|0|None", "marks|50|Half", "marks|100|All"])

    static let triggers = Example(
        name: "triggers",
        survey: [
            "type|name|label|trigger|calculation|default|appearance",
            "text|a|A||||", "select_one yn|b|B||||minimal", "dateTime|changed||${a}|now()||", "calculate|both||${a}, ${b}|concat(${a}, ${b})||",
            "text|shown|Shown|${b}|${a}||", "text|emptied|Emptied|${b}|||", "background-geopoint|place||${a}|||",
            "begin_repeat|r|R||||", "text|in_r|In r||||", "text|copy|Copy|${in_r}|${in_r}|uuid()|", "end_repeat|||||",
        ],
        choices: ["list_name|name|label", "yn|y|Yes"])

    static let search = Example(
        name: "lookups in the body",
        survey: ["type|name|label|appearance", "select_one fruit|f|F|search('fruits')", "select_multiple veg|g|G|minimal search('veg', 'matches', 'a', ${f})"],
        choices: ["list_name|name|label", "fruit|name_key|label_key", "veg|name_key|label ${f}"])

    static let external = Example(
        name: "choices outside of the form",
        survey: ["type|name|label|choice_filter", "text|a|A|", "select_one_external villages|v|V|parent=${a} and size > 1"],
        more: [("external_choices", ["list_name|name|label|parent|size", "villages|1|One|x|3", "villages|2|Two|x|1"])])
}
