/// Builds elements of what is told of a document, with the usual prefixes.
struct XMLBuilder {
    private(set) var root: XMLElement?
    private var open: [XMLElement] = []
    private var prefixes: [String: String] = [:]
    private var pending: [UInt8] = []

    private static let usual = [
        "http://www.w3.org/2002/xforms": "", "http://www.w3.org/1999/xhtml": "h", "http://openrosa.org/javarosa": "jr",
        "http://www.opendatakit.org/xforms": "odk", "http://openrosa.org/xforms": "orx",
        "http://www.opendatakit.org/xforms/entities": "entities", "http://www.w3.org/2001/xml-events": "ev",
    ]

    /// An element begins.
    /// - Parameter attributes: names and values in turn, nil behind the last.
    mutating func start(_ name: UnsafePointer<CChar>, _ attributes: UnsafePointer<UnsafePointer<CChar>?>, line: Int, column: Int) {
        if attributes[0] != nil { declare(attributes) }
        let (name, local) = canonical(name)
        open.append(XMLElement(name: name, localName: local, attributes: kept(attributes), before: text(), line: line, column: column))
    }

    mutating func end() {
        guard let element = open.popLast() else { return }
        element.end(text())
        if let parent = open.last { parent.append(element) } else { root = element }
    }

    /// Text, references replaced; one text may come in several pieces.
    mutating func text(_ bytes: UnsafeRawBufferPointer) { pending.append(contentsOf: bytes) }

    private mutating func text() -> String {
        guard !pending.isEmpty else { return "" }
        defer { pending.removeAll(keepingCapacity: true) }
        return String(decoding: pending, as: UTF8.self)
    }

    private static let x = CChar(bitPattern: UInt8(ascii: "x"))
    private static let colon = CChar(bitPattern: UInt8(ascii: ":"))

    /// An element's own declarations hold for its own names too, so they are read before these.
    private mutating func declare(_ attributes: UnsafePointer<UnsafePointer<CChar>?>) {
        var next = attributes
        while let key = next[0], let value = next[1] {
            next += 2
            guard key[0] == Self.x else { continue }
            let name = String(cString: key)
            guard name.hasPrefix("xmlns:") else { continue }
            let prefix = String(name.dropFirst(6))
            prefixes[prefix] = Self.usual[String(cString: value)] ?? prefix
        }
    }

    private func kept(_ attributes: UnsafePointer<UnsafePointer<CChar>?>) -> FormAttributes {
        var count = 0
        while attributes[count] != nil { count += 2 }
        guard count > 0 else { return FormAttributes() }
        var all: [(name: String, value: String)] = []
        all.reserveCapacity(count / 2)
        var next = attributes
        while let key = next[0], let value = next[1] {
            next += 2
            let value = String(cString: value)
            let name = canonical(key).name
            // The instance's own namespace belongs to the form; that of the document says nothing.
            if key[0] == Self.x, name.hasPrefix("xmlns:") || (name == "xmlns" && Self.usual[value] != nil) { continue }
            all.append((name, value))
        }
        return FormAttributes(all)
    }

    /// A name with its usual prefix, and without one.
    private func canonical(_ name: UnsafePointer<CChar>) -> (name: String, local: String) {
        var colon = 0
        while name[colon] != 0, name[colon] != Self.colon { colon += 1 }
        let whole = String(cString: name)
        guard name[colon] != 0 else { return (whole, whole) }
        let local = String(cString: name + colon + 1)
        let prefix = String(whole.utf8.prefix(colon)) ?? ""
        guard let usual = prefixes[prefix], usual != prefix else { return (whole, local) }
        return (usual.isEmpty ? local : "\(usual):\(local)", local)
    }
}
