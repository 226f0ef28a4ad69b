/// What people write who know the formulas of spreadsheets and programs: a word of advice where a formula cannot be read.
enum XLSHabit {
    /// - Parameter offset: where reading stopped, in characters from the beginning.
    static func advice(for text: String, at offset: Int?) -> String? {
        let scalars = Array(text.unicodeScalars)
        guard var offset, offset <= scalars.count else { return nil }
        // Reading stops inside of a reference, which is read as a name between spaces.
        if offset > 0, offset < scalars.count, scalars[offset] == "{", scalars[offset - 1] == "$" { offset -= 1 }
        let rest = String(String.UnicodeScalarView(scalars[offset...]))
        let before = String(String.UnicodeScalarView(scalars[..<offset])).trimmedText
        let words = before.split { !$0.isLetter }
        if let advice = mark(rest, before) { return advice }
        let word = rest.prefix { $0.isLetter }
        if ["and", "or", "div", "mod"].contains(word.lowercased()), word != word.lowercased()[...] {
            return "write \(word.lowercased()) in small letters"
        }
        if words.last?.lowercased() == "not", before.last?.isLetter == true { return "write not(…) with brackets" }
        if words.contains("between") || word == "between" { return "write . >= 0 and . <= 120" }
        let isWithoutLeft = before.isEmpty || ["and", "or"].contains(words.last?.lowercased() ?? "") && before.last?.isLetter == true
        if isWithoutLeft, let first = rest.first, "<>=!".contains(first) {
            return "say what is compared, . for the answer itself: . > 0 and . < 120"
        }
        return nil
    }

    private static func mark(_ rest: String, _ before: String) -> String? {
        switch (before.last, rest.first) {
        case ("=", "="): "write one = to compare"
        case ("<", ">"): "write != for “is not”"
        case ("=", ">"): "write >="
        case ("=", "<"): "write <="
        case (_, "&"): "write and between conditions; concat(a, b) joins texts"
        case ("|", "|"): "write or between conditions"
        case (_, ";"): "separate what stands in the brackets by commas"
        case (_, "%"): "write a share as a number: 0.1 for 10 %"
        case (_, "{"): "a question is written ${name}"
        case (_, "$") where !rest.hasPrefix("${"): "a question is written ${name}"
        default: nil
        }
    }

    /// Types of other tools and in other words; nil for what nobody says.
    static func type(_ words: String) -> String? {
        let lowered = words.lowercased()
        if let advice = types[lowered] { return advice }
        return lowered.split(separator: " ").first.flatMap { types[String($0)] }
    }

    private static let types: [String: String] = {
        let meanings: [(advice: String, words: [String])] = [
            ("write integer, or decimal for numbers with a point", ["number", "numeric", "numbers", "数字", "数值", "整数", "小数", "float", "double"]),
            ("write text", ["string", "char", "paragraph", "comment", "long", "文本", "文字", "填空", "url", "id"]),
            ("write text, and numbers into the column appearance", ["phone", "telephone", "mobile", "tel", "电话", "手机"]),
            (
                "write select_one and the name of a list of the sheet choices",
                ["yes/no", "yesno", "boolean", "bool", "radio", "dropdown", "select", "choice", "single", "list", "likert", "scale", "单选", "单选题", "是否", "下拉"]
            ),
            ("write select_multiple and the name of a list of the sheet choices", ["checkbox", "checkboxes", "multiple", "multi", "multiselect", "多选", "多选题"]),
            ("write date, time or dateTime", ["日期", "时间", "day", "timestamp"]),
            ("write image", ["photograph", "pictures", "图片", "照片", "拍照"]), ("write image, and signature into the column appearance", ["signature", "签名"]),
            ("write geopoint", ["coordinates", "position", "map", "latlong", "位置", "定位", "坐标"]), ("write file", ["attachment", "upload", "附件", "文件"]),
            ("write note", ["label", "heading", "header", "title", "info", "说明", "备注", "标题"]), ("write calculate", ["formula", "calculated", "计算"]),
            ("write begin_group, and end_group below its last question", ["section", "page", "group", "分组"]),
            ("write begin_repeat, and end_repeat below its last question", ["repeat", "loop", "table", "重复"]),
        ]
        return Dictionary(meanings.flatMap { meaning in meaning.words.map { ($0, meaning.advice) } }, uniquingKeysWith: { first, _ in first })
    }()
}
