import Foundation
import FoundationXML

/// The baseline of opening: the platform's XML parser alone, which keeps nothing.
final class PlainParse: NSObject, XMLParserDelegate {
    private(set) var elements = 0

    static func run(_ bytes: [UInt8]) -> Int {
        let parser = XMLParser(data: Data(bytes))
        let delegate = PlainParse()
        parser.delegate = delegate
        return parser.parse() ? delegate.elements : 0
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
    ) { elements += 1 }
}
