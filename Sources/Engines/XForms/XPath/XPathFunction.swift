/// The functions of ODK forms. Names and meanings: ODK XForms specification, section "XPath functions".
enum XPathFunction: String, CaseIterable, Sendable {
    case yes = "true"
    case no = "false"
    case boolean, number, int, round, string, date, not
    case dateTime = "date-time"
    case decimalDateTime = "decimal-date-time"
    case decimalTime = "decimal-time"
    case booleanFromString = "boolean-from-string"
    case formatDate = "format-date"
    case formatDateTime = "format-date-time"
    case abs, acos, asin, atan, atan2, cos, exp, exp10, log, log10, pi, sin, sqrt, tan, pow
    case selected
    case isSelected = "is-selected"
    case countSelected = "count-selected"
    case selectedAt = "selected-at"
    case position, count, sum, max, min
    case countNonEmpty = "count-non-empty"
    case today, now, concat, join, substr, translate, contains
    case substringBefore = "substring-before"
    case substringAfter = "substring-after"
    case startsWith = "starts-with"
    case endsWith = "ends-with"
    case stringLength = "string-length"
    case normalizeSpace = "normalize-space"
    case checklist
    case weightedChecklist = "weighted-checklist"
    case regex, depend, random, once, uuid, version, property
    case enclosedArea = "enclosed-area"
    case area, distance, geofence, digest, randomize
    case base64Decode = "base64-decode"
    case itext = "jr:itext"
    case choiceName = "jr:choice-name"
    case condition = "if"
    case coalesce
    case indexedRepeat = "indexed-repeat"
    case pulldata

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .yes, .no, .pi, .today, .now, .random, .version: 0...0
        case .boolean, .number, .int, .string, .date, .not, .dateTime, .decimalDateTime, .decimalTime, .booleanFromString, .abs, .acos,
            .asin, .atan, .cos, .exp, .exp10, .log, .log10, .sin, .sqrt, .tan, .countSelected, .count, .countNonEmpty, .sum, .once,
            .property, .enclosedArea, .area, .base64Decode, .itext:
            1...1
        case .formatDate, .formatDateTime, .atan2, .pow, .selected, .isSelected, .selectedAt, .substringBefore, .substringAfter,
            .contains, .startsWith, .endsWith, .regex, .coalesce, .geofence, .choiceName:
            2...2
        case .position, .stringLength, .normalizeSpace, .uuid: 0...1
        case .round, .randomize: 1...2
        case .substr, .digest: 2...3
        case .translate, .condition: 3...3
        case .pulldata: 4...4
        case .indexedRepeat: 3...11
        case .max, .min, .distance, .depend, .join: 1...1000
        case .concat: 0...1000
        case .checklist, .weightedChecklist: 2...1000
        }
    }

    static let named: [String: XPathFunction] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}
