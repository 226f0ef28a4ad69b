internal import City
internal import Hummingbird
internal import HTTPTypes

extension Language {
    /// The reader's choice, else the browser's first language that we speak; nil where there is neither.
    init?(wantedBy request: Request, _ cookies: RequestCookies) {
        if let choice = cookies[CookieName.language].flatMap({ Language(rawValue: $0) }) {
            self = choice
            return
        }
        // Without joining what nearly always stands alone.
        for field in request.headers[fields: .acceptLanguage] {
            guard let spoken = Language(firstIn: field.value) else { continue }
            self = spoken
            return
        }
        return nil
    }

    /// The first language that we speak in a list such as `fr-CH, en;q=0.8` (RFC 9110, 12.5.4; the order counts, weights do not).
    private init?(firstIn list: String) {
        var rest = list.utf8[...]
        while !rest.isEmpty {
            let part = rest.prefix { $0 != UInt8(ascii: ",") }
            rest = rest[part.endIndex...].dropFirst()
            let tag = part.drop { $0 == UInt8(ascii: " ") }.prefix { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
            guard let spoken = Language.allCases.first(where: { $0.rawValue.utf8.elementsEqual(tag.lazy.map { $0 | 0x20 }) }) else { continue }
            self = spoken
            return
        }
        return nil
    }
}
