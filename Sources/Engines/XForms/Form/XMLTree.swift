internal import Foundation
internal import FoundationXML
internal import Ground

/// Reads XML into elements by the library of the platform (libxml2).
///
/// No document type is accepted, so no entity beyond the five of XML exists, nothing is fetched and nothing grows on expansion.
enum XMLTree {
    static let deepest = 100
    static let mostElements = 1_000_000
    static let mostBytes = 64 << 20

    static func read(_ bytes: [UInt8], file: String) throws(RejectedInput) -> XMLElement {
        guard bytes.count <= mostBytes else { throw RejectedInput("is larger than \(mostBytes >> 20) MB", at: Place(file)) }
        // The library traps on names that are not UTF-8, so nothing else may reach it.
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            throw RejectedInput("is not UTF-8 text", at: Place(file, line: faultyLine(bytes)), advice: "save the file as UTF-8")
        }
        try checkProlog(bytes, file)
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        let builder = Builder()
        parser.delegate = builder
        _ = parser.parse()
        if let fault = builder.fault { throw RejectedInput(fault.message, at: Place(file, line: fault.line, column: fault.column)) }
        guard let root = builder.root, parser.parserError == nil else {
            throw RejectedInput("is no XML document", at: Place(file, line: 1), advice: "give it an XForm")
        }
        return root
    }

    /// The line of the first byte that is no UTF-8.
    private static func faultyLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        return (lines.firstIndex { $0.contains(0) || String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }

    /// A document type can only stand before the first element, among comments and instructions; so does another encoding.
    private static func checkProlog(_ bytes: [UInt8], _ file: String) throws(RejectedInput) {
        var line = 1
        var index = 0
        func begins(_ mark: StaticString) -> Bool {
            let length = mark.utf8CodeUnitCount
            guard index + length <= bytes.count else { return false }
            return (0..<length).allSatisfy { bytes[index + $0] == mark.utf8Start[$0] }
        }
        func skip(beyond mark: StaticString) {
            while index < bytes.count, !begins(mark) {
                if bytes[index] == 10 { line += 1 }
                index += 1
            }
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        while index < bytes.count {
            if begins("<?") {
                let start = index
                skip(beyond: "?>")
                let instruction = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
                if instruction.contains("encoding"), !instruction.contains("utf-8"), !instruction.contains("us-ascii") {
                    throw RejectedInput("another encoding than UTF-8 is declared", at: Place(file, line: line), advice: "save the file as UTF-8")
                }
            } else if begins("<!--") {
                skip(beyond: "-->")
            } else if begins("<!") {
                throw RejectedInput("a document type or entity is not accepted", at: Place(file, line: line), advice: "remove the line")
            } else if begins("<") {
                return
            }
            if index < bytes.count, bytes[index] == 10 { line += 1 }
            index += 1
        }
    }

    /// Collects what the parser reports. The parser calls it on one thread only, inside of `parse`.
    private final class Builder: NSObject, XMLParserDelegate {
        struct Fault {
            var message: String
            var line: Int
            var column: Int
        }

        var root: XMLElement?
        var fault: Fault?
        private var open: [XMLElement] = []
        private var count = 0
        private var prefixes: [String: String] = [:]
        private var text = ""

        private static let usual = [
            "http://www.w3.org/2002/xforms": "", "http://www.w3.org/1999/xhtml": "h", "http://openrosa.org/javarosa": "jr",
            "http://www.opendatakit.org/xforms": "odk", "http://openrosa.org/xforms": "orx",
            "http://www.opendatakit.org/xforms/entities": "entities", "http://www.w3.org/2001/xml-events": "ev",
        ]

        private func refuse(_ message: String, _ parser: XMLParser) {
            if fault == nil { fault = Fault(message: message, line: parser.lineNumber, column: parser.columnNumber) }
            parser.abortParsing()
        }

        private func flush() {
            guard !text.isEmpty else { return }
            if !open.isEmpty { open[open.count - 1].children.append(.text(text)) }
            text = ""
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            guard fault == nil else { return }
            flush()
            count += 1
            if count > XMLTree.mostElements { return refuse("has more than \(XMLTree.mostElements) elements", parser) }
            if open.count >= XMLTree.deepest { return refuse("elements stand more than \(XMLTree.deepest) deep inside each other", parser) }
            var kept = attributes
            // Most elements have no attribute with a prefix, and theirs stay as they are.
            if attributes.keys.contains(where: { $0 == "xmlns" || $0.utf8.contains(UInt8(ascii: ":")) }) {
                kept = [:]
                for (key, value) in attributes where key.hasPrefix("xmlns:") {
                    prefixes[String(key.dropFirst(6))] = Self.usual[value] ?? String(key.dropFirst(6))
                }
                // The instance's own namespace belongs to the form; that of the document says nothing.
                for (key, value) in attributes where !key.hasPrefix("xmlns:") && (key != "xmlns" || Self.usual[value] == nil) {
                    kept[canonical(key)] = value
                }
            }
            open.append(XMLElement(name: canonical(name), attributes: kept, line: parser.lineNumber, column: parser.columnNumber))
        }

        private func canonical(_ name: String) -> String {
            guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return name }
            let prefix = String(name[..<colon])
            guard let usual = prefixes[prefix], usual != prefix else { return name }
            let local = String(name[name.index(after: colon)...])
            return usual.isEmpty ? local : "\(usual):\(local)"
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            guard fault == nil else { return }
            flush()
            guard let element = open.popLast() else { return }
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(.element(element)) }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(_ parser: XMLParser, foundCDATA block: Data) { text += String(decoding: block, as: UTF8.self) }

        func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
            guard fault == nil else { return }
            fault = Fault(message: Self.words((error as NSError).code), line: parser.lineNumber, column: parser.columnNumber)
        }

        /// What libxml2's most usual codes mean.
        private static func words(_ code: Int) -> String {
            switch code {
            case 4: "is empty or no XML document"
            case 5: "something stands after the end of the document, or its end is missing"
            case 9, 81: "a character is not allowed in XML or is not UTF-8"
            case 26, 27: "an entity is not known"
            case 31, 32: "the encoding is not known"
            case 38, 40: "a quotation mark of an attribute is missing"
            case 41: "an attribute has no “=”"
            case 42: "an attribute is given twice"
            case 65: "a space is missing"
            case 68: "a name is missing after “<”"
            case 73: "a “>” is missing"
            case 76, 77: "an element is not closed, or another one is closed"
            default: "is not well-formed XML (code \(code) of the XML library)"
            }
        }
    }
}
