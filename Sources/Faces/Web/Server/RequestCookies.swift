internal import HTTPTypes
internal import Hummingbird

extension Request {
    /// The value of a cookie (RFC 6265, 4.2), or nil where the browser did not send it; read by bytes, as every page asks for several.
    func cookie(_ name: String) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = pair.drop { $0 == UInt8(ascii: " ") }
                guard pair.starts(with: name.utf8) else { continue }
                let rest = pair.dropFirst(name.utf8.count)
                if rest.first == UInt8(ascii: "=") { return String(rest.dropFirst()) }
            }
        }
        return nil
    }
}
