internal import HTTPTypes
internal import Hummingbird

/// The cookies of a request (RFC 6265, 4.2), read by bytes, as every page asks for several.
struct RequestCookies {
    private let headers: [String]

    init(_ request: Request) { headers = request.headers[values: .cookie] }

    /// The value of a cookie, or nil where the browser did not send it.
    subscript(_ name: StaticString) -> String? {
        for header in headers {
            var rest = header.utf8[...]
            while !rest.isEmpty {
                let pair = rest.prefix { $0 != UInt8(ascii: ";") }
                rest = rest[pair.endIndex...].dropFirst()
                if let value = RequestCookies.value(of: name, in: pair) { return value }
            }
        }
        return nil
    }

    private static func value(of name: StaticString, in pair: Substring.UTF8View) -> String? {
        var rest = pair.drop { $0 == UInt8(ascii: " ") }
        for index in 0..<name.utf8CodeUnitCount {
            guard rest.popFirst() == name.utf8Start[index] else { return nil }
        }
        return rest.popFirst() == UInt8(ascii: "=") ? String(Substring(rest)) : nil
    }
}

extension Request {
    /// The value of one cookie.
    func cookie(_ name: StaticString) -> String? { RequestCookies(self)[name] }
}
