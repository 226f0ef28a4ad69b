/// Reads from a printed PDF on which page each section begins: the contents of a report need it, and no style sheet can say it.
///
/// It reads what Chromium writes – objects in plain text, destinations by name – and nothing else; what it does not find has no number.
public enum PrintedPages {
    /// Ids of sections with their pages, counted from 1; empty where the file is of another make.
    public static func read(_ pdf: [UInt8]) -> [String: Int] {
        guard pdf.starts(with: Array("%PDF-".utf8)) else { return [:] }
        let objects = objects(pdf)
        guard let catalog = objects.values.first(where: { $0.contains("/Type /Catalog") }), let root = reference(catalog, after: "/Pages"),
            let names = reference(catalog, after: "/Dests").flatMap({ objects[$0] })
        else { return [:] }
        var order: [Int] = []
        walk(root, objects, &order, depth: 0)
        var result: [String: Int] = [:]
        // `/name [7 0 R /XYZ 0 842 0]`
        for part in names.split(separator: "/") {
            guard let bracket = part.firstIndex(of: "[") else { continue }
            let name = part[..<bracket].filter { !$0.isWhitespace }
            guard let page = part[part.index(after: bracket)...].split(separator: " ").first.flatMap({ Int($0) }),
                let index = order.firstIndex(of: page), !name.isEmpty
            else { continue }
            result[String(name)] = index + 1
        }
        return result
    }

    /// The pages below a node, in order.
    private static func walk(_ node: Int, _ objects: [Int: String], _ order: inout [Int], depth: Int) {
        guard depth < 20, order.count < 10_000, let text = objects[node] else { return }
        guard text.contains("/Type /Pages"), let start = text.firstRange(of: "/Kids [") else {
            order.append(node)
            return
        }
        let words = text[start.upperBound...].prefix { $0 != "]" }.split(whereSeparator: \.isWhitespace)
        for index in stride(from: 0, to: words.count - 2, by: 3) {
            if let kid = Int(words[index]), words[index + 2] == "R" { walk(kid, objects, &order, depth: depth + 1) }
        }
    }

    private static func reference(_ text: String, after key: String) -> Int? {
        guard let found = text.firstRange(of: key + " ") else { return nil }
        return text[found.upperBound...].split(separator: " ").first.flatMap { Int($0) }
    }

    /// The objects that are pages, lists of pages, the catalog or names, as text by number; streams are left out.
    private static func objects(_ pdf: [UInt8]) -> [Int: String] {
        var result: [Int: String] = [:]
        let mark = Array(" 0 obj\n".utf8)
        let end = Array("endobj".utf8)
        var at = 0
        while let found = find(mark, in: pdf, from: at) {
            at = found + mark.count
            var start = found
            while start > 0, (0x30...0x39).contains(pdf[start - 1]), found - start < 9 { start -= 1 }
            guard start < found, let number = Int(String(decoding: pdf[start..<found], as: UTF8.self)) else { continue }
            // Dictionaries of this kind are short; streams that are longer do not matter here.
            guard let stop = find(end, in: pdf, from: at, limit: 1 << 16) else { continue }
            let text = String(decoding: pdf[at..<stop], as: UTF8.self)
            if !text.contains("stream\n") { result[number] = text }
        }
        return result
    }

    private static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int, limit: Int = .max) -> Int? {
        guard let first = mark.first, bytes.count >= mark.count else { return nil }
        let last = limit < bytes.count - start ? min(bytes.count - mark.count, start + limit) : bytes.count - mark.count
        var at = start
        while at <= last {
            if bytes[at] == first, bytes[at..<(at + mark.count)].elementsEqual(mark) { return at }
            at += 1
        }
        return nil
    }
}
