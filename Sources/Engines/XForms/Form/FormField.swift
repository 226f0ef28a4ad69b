public import Ground

/// The types that a bind may give, with JavaRosa's numbers.
public enum FormDataType: Int, Sendable, Hashable, CaseIterable {
    case unsupported = -1
    /// No bind says a type; values are text.
    case unknown = 0
    case text = 1
    case integer = 2
    case decimal = 3
    case date = 4
    case time = 5
    case dateTime = 6
    case selectOne = 7
    case selectMultiple = 8
    case boolean = 9
    case geopoint = 10
    case barcode = 11
    case binary = 12
    case long = 13
    case geoshape = 14
    case geotrace = 15

    /// The type of a bind's `type`.
    init(named name: String) {
        let local = name.utf8.contains(UInt8(ascii: ":")) ? name.split(separator: ":").last.map(String.init) ?? name : name
        switch local {
        case "string", "anyURI": self = .text
        case "int", "integer": self = .integer
        case "long": self = .long
        case "decimal", "double", "float": self = .decimal
        case "date": self = .date
        case "time": self = .time
        case "dateTime": self = .dateTime
        case "boolean": self = .boolean
        case "select1": self = .selectOne
        case "select", "rank": self = .selectMultiple
        case "geopoint": self = .geopoint
        case "geoshape": self = .geoshape
        case "geotrace": self = .geotrace
        case "barcode": self = .barcode
        case "binary": self = .binary
        default: self = .unsupported
        }
    }
}

/// A field or group of the primary instance, as the form declares it; a repeat's instances share one.
public struct FormField: Sendable {
    /// Without prefix.
    public let name: String
    /// `/data/group/name`.
    public let path: String
    /// The place of the parent among the form's fields; nil for the root.
    public let parent: Int?
    /// 0 for the root.
    public let depth: Int
    public internal(set) var children: [Int] = []
    /// Whether it may stand several times.
    public internal(set) var isRepeat = false
    public internal(set) var type: FormDataType = .unknown
    public internal(set) var bind: FormBind?
    /// Where the bind stands, else the element of the instance.
    public internal(set) var place: Place

    /// As written, with prefix.
    let qualifiedName: String
    let nameID: Int32
    /// The place among the parent's children.
    let slot: Int
    /// What an added instance of a repeat holds.
    var template: FormTemplate?
}

/// What a bind says about a field.
public struct FormBind: Sendable {
    public internal(set) var relevant: String?
    public internal(set) var required: String?
    public internal(set) var readonly: String?
    public internal(set) var constraint: String?
    public internal(set) var calculate: String?
    /// All attributes as written, `jr:preload` among them.
    public let attributes: FormAttributes

    var isAlwaysRequired = false
    var isAlwaysReadonly = false
    var constraintCode: XPathCode?
    var constraintMessage: FormText?
    var requiredMessage: FormText?
}

/// What an added instance of a repeat consists of.
struct FormTemplate: Sendable {
    var field: Int
    var text: String
    var children: [FormTemplate]
}
