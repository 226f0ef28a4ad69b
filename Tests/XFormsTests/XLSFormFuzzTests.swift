import Documents
import Foundation
import Ground
import TestSupport
import Testing
import XForms

/// Whatever stands in the cells or the bytes: a form or a refusal that says where, never a crash; and a form that was made is one.
@Suite struct XLSFormFuzzTests {
    /// Words of forms and marks that readers stumble over.
    private static let words = [
        "text", "integer", "select_one l", "select_multiple l or_other", "select_one ${a}", "select_one_from_file a.csv", "select_one_external l", "rank l",
        "begin_group", "end_group", "begin_repeat", "end_repeat", "calculate", "range", "audit", "note", "csv-external", "geoshape", "background-geopoint",
        "a", "b", "data", "meta", "instanceID", "${a}", "${b} + 1", "${", "}", "$", "${last-saved#a}", "indexed-repeat(${a}, ${b}, 1)",
        "instance('l')/root/item[",
        "pulldata('f', 'a', 'b', ${a})", "pulldata(", "search('x')", "'", "\"", "(", ")", "[", "]", "<a>&", "]]>", "&#0;", "\u{0}", "\u{1}", "\u{FFFE}", "😀",
        "选择", "（", "مرحبا", "\u{202E}", "start=1 end=5 step=0", "start=1e999", "step=-1", "999999999999999999999", "seed=${a} randomize=true", "=", "==", "a=",
        "yes", "no", "1", "-1", "1e308", "label::中文", "media::image::fr", "bind::", "::", ":", "bind::jr:constraintMsg::fr", "table-list", "list_name", "type",
        "name",
    ]

    private static func mutated(_ book: Spreadsheet, _ random: inout SeededRandom) -> Spreadsheet {
        var book = book
        for _ in 0...random.below(6) {
            guard !book.sheets.isEmpty else { break }
            let sheet = random.below(book.sheets.count)
            guard !book.sheets[sheet].rows.isEmpty else { continue }
            let row = random.below(book.sheets[sheet].rows.count)
            switch random.below(8) {
            case 0: book.sheets[sheet].rows.remove(at: row)
            case 1:
                // A row again, further below.
                var copy = book.sheets[sheet].rows[row]
                copy.number = (book.sheets[sheet].rows.last?.number ?? 0) + 1 + random.below(70)
                book.sheets[sheet].rows.append(copy)
            case 2: if book.sheets.count > 1 { book.sheets.remove(at: sheet) }
            default:
                let columns = book.sheets[sheet].rows[row].cells.count
                let word = words[random.below(words.count)]
                let value: Spreadsheet.Value =
                    switch random.below(12) {
                    case 0: .number(Double(random.below(2_000)) - 1_000.5)
                    case 1: .truth(random.below(2) == 0)
                    case 2: .fault("#REF!")
                    default: .text(word)
                    }
                if columns > 0, random.below(3) > 0 {
                    let cell = random.below(columns)
                    var changed = value
                    if case .text(let old) = book.sheets[sheet].rows[row].cells[cell].value, random.below(2) == 0 { changed = .text(old + word) }
                    book.sheets[sheet].rows[row].cells[cell].value = changed
                } else {
                    let column = (book.sheets[sheet].rows[row].cells.last?.column ?? -1) + 1 + random.below(3)
                    book.sheets[sheet].rows[row].cells.append(Spreadsheet.Cell(column: column, value: value))
                }
            }
        }
        return book
    }

    @Test(arguments: 0..<8) func `Cells changed at random`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var (made, refused) = (0, 0)
        for _ in 0..<60 {
            let example = XLSFormExamples.all[random.below(XLSFormExamples.all.count)]
            let book = Self.mutated(example.workbook, &random)
            do {
                let form = try XLSForm.convert(XLSBook(book, file: "f.xlsx"))
                made += 1
                // What was made can be read, and says the same each time.
                _ = try XLSFormMeaning(Array(form.xml.utf8))
                #expect(try XLSForm.convert(XLSBook(book, file: "f.xlsx")).xml == form.xml)
            } catch let rejected as RejectedInput {
                refused += 1
                #expect(rejected.diagnostics.hasErrors)
                #expect(rejected.diagnostics.all.allSatisfy { $0.place.file.hasPrefix("f.xlsx") && !$0.message.isEmpty })
            }
        }
        #expect(made > 5)
        #expect(refused > 5)
    }

    @Test(arguments: 0..<4) func `Bytes changed at random`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(100 + seed))
        let examples = XLSFormExamples.all.map { $0.workbook.xlsx() }
        for _ in 0..<50 {
            var bytes = examples[random.below(examples.count)]
            for _ in 0...random.below(8) {
                let at = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[at] = UInt8(random.below(256))
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + 1 + random.below(64)))
                case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 32)], at: random.below(bytes.count))
                default: bytes[at] ^= UInt8(1 << random.below(8))
                }
                if bytes.isEmpty { break }
            }
            do { _ = try XLSForm.convert(xlsx: bytes, file: "f.xlsx") } catch { #expect(error.diagnostics.hasErrors) }
        }
    }

    @Test(arguments: 0..<4) func `Bytes of tables of text changed at random`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(200 + seed))
        func csv(_ rows: [String]) -> [UInt8] {
            Array(rows.map { CSV.line($0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)) }.joined().utf8)
        }
        for _ in 0..<50 {
            let example = XLSFormExamples.all[random.below(XLSFormExamples.all.count)]
            var files = [("survey", "survey.csv", csv(example.survey)), ("choices", "choices.csv", csv(example.choices))]
            for _ in 0...random.below(10) {
                let file = random.below(2)
                guard !files[file].2.isEmpty else { continue }
                let at = random.below(files[file].2.count)
                let word = Array(Self.words[random.below(Self.words.count)].utf8)
                if random.below(2) == 0 { files[file].2.insert(contentsOf: word, at: at) } else { files[file].2[at] = UInt8(random.below(256)) }
            }
            do { _ = XLSForm.check(try XLSBook(csv: files)) } catch { #expect(error.diagnostics.hasErrors) }
        }
    }
}
