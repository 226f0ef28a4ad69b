import Ground
import Testing
import XForms

@Suite("XPath")
struct XPathTests {
    static func value(_ text: String) throws -> String {
        var session = try FormFixture.session(
            instance: "<n>3</n><t>two words</t><r><x>1</x></r><r><x>2</x></r><r><x/></r>", model: "<bind nodeset=\"/data/n\" type=\"int\"/>")
        let value = try session.evaluate(text)
        return "\(value.typeName) \(session.text(of: value))"
    }

    static let valueCases: [(text: String, value: String)] = [
        ("1 + 2 * 3 - 4 div 2", "Double 5"), ("-2 * -3", "Double 6"), ("--2", "Double 2"), ("10 mod 4 mod 2", "Double 0"),
        ("1 = 1 = true()", "Boolean true"), ("1 < 2 and 2 < 3 or false()", "Boolean true"), ("(1 + 2) * 3", "Double 9"),
        ("/data/r[2]/x", "String 2"), ("/data/r[x = 2][1]/x", "String 2"), ("/data/r[position() = 2]/x", "String 2"),
        ("count(/data/*)", "Double 5"), ("sum(/data/r/x | /data/n)", "Double 6"), ("/data/n/../t", "String two words"),
        ("/data/./n", "Double 3"), ("child::n", "Double 3"), ("n*n", "Double 9"), ("n div -n", "Double -1"), ("div", "String "),
        ("string-length(\"it's\")", "Double 4"), ("concat('a','b')", "String ab"), ("join('-', /data/r/x)", "String 1-2-"),
        ("selected('a b c', ' b ')", "Boolean true"), ("selected-at('a  b', 1)", "String b"), ("count-selected('  a b ')", "Double 2"),
        ("substr('hello', -3, -1)", "String ll"), ("substr('hello', 3, 1)", "String "), ("round(1.005, 2)", "Double 1.01"),
        ("round(-1.5)", "Double -1"), ("round(0.5)", "Double 1"), ("round(99.95, 1)", "Double 100"), ("round(-1234.5, -2)", "Double -1100"),
        ("round(5, 40)", "Double NaN"), ("int(1 div 0)", "Double Infinity"), ("1 div 3 * 3 = 1", "Boolean true"),
        ("string(0.0001)", "String 1.0E-4"), ("string(0.001)", "String 0.001"), ("string(12345678.9)", "String 1.23456789E7"),
        ("string(-0.5)", "String -0.5"), ("string(3000000000)", "String 3.0E9"), ("number('1,5')", "Double 1.5"), ("number('1e3')", "Double NaN"),
        ("number('--1')", "Double NaN"), ("number('.5')", "Double 0.5"), ("number('-')", "Double NaN"),
        ("date('2026-10-01') = '2026-10-01'", "Boolean true"), ("today() - date('2026-01-01') > 0", "Boolean true"),
        ("date('2026-10-01T23:00:00Z')", "Date 2026-10-01T23:00:00.000Z"), ("string(date('2026-10-01T23:00:00Z'))", "String 2026-10-02"),
        ("format-date('', '%Y')", "String "), ("decimal-time('2026-10-01T12:00:00.000+08:00')", "Double 0.5"),
        ("string(date(''))", "String "), ("base64-decode('5piG5piO')", "String 昆明"), ("digest('', 'MD5')", "String 1B2M2Y8AsgTpgAmY7PhCfg=="),
        ("digest('abc', 'SHA-1', 'hex')", "String a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("substr(digest('abc', 'SHA-384', 'hex'), 0, 16)", "String cb00753f45a35e8b"),
        ("substr(digest('abc', 'SHA-512', 'hex'), 0, 16)", "String ddaf35a193617aba"),
        ("regex('昆明市', '[\\u4e00-\\u9fa5]+')", "Boolean true"), ("regex('ab\n', 'ab')", "Boolean false"),
        ("translate('abc', 'abc', 'x')", "String x"), ("if('false', 1, 2)", "Double 1"), ("coalesce(number('x'), 'y')", "String y"),
        ("string-length(/data/nothing)", "Double 0"), ("position(/data/nothing)", "Double 0"), ("count(/data/nothing)", "Double 0"),
        ("max(-3, -1)", "Double -1"), ("min(/data/nothing)", "Double NaN"), ("area('')", "Double 0"),
        ("distance('25 102 0 0', '25 102 0 0')", "Double 0"), ("string-length(uuid())", "Double 36"), ("string-length(uuid(8))", "Double 8"),
        ("weighted-checklist(1, 2, /data/r/x, /data/r/x)", "Boolean false"), ("depend(1, 2)", "Double 1"),
    ]

    @Test("values", arguments: valueCases.indices)
    func values(_ index: Int) throws {
        #expect(try Self.value(Self.valueCases[index].text) == Self.valueCases[index].value)
    }

    static let faultCases: [(text: String, words: String)] = [
        ("", "empty"), ("1 +", "too early"), ("(1", "bracket is missing"), ("'a", "never closed"), ("a b", "not expected here"),
        ("//a", "“//” is not known"), ("/data//n", "“//”"), ("$x", "variables"), ("a[1", "“]” is missing"), ("1 ! 2", "no meaning"),
        ("ancestor::a", "the axis ancestor:: is not known"), ("upper-case('a')", "not known"), ("concat(1", "bracket"),
        ("true(1)", "does not take 1 arguments"), ("selected(1)", "does not take 1"), ("/data/r/x + 1", "3 answers are meant"),
        ("selected('a', 1)", "must be in quotes"), ("date('x')", "“x” is no date"), ("date(1 div 0)", "too large"),
        ("format-date('2026-01-01', '%Q')", "“%Q”"), ("regex('a', '(')", "no regular expression"), ("digest('a', 'MD4')", "no digest"),
        ("instance('x')/a", "no instance “x”"), ("instance(/data/n)", "one name in quotes"), ("count(5)", "a path is needed"),
        ("sum(1)", "needs a path"), ("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '(a+)+')", "takes too long"),
        ("area('1 2; x')", "no position"), ("pulldata('a', 'b', 'c', 'd')", "no table"), ("@a", "attribute"),
    ]

    @Test("faults in words", arguments: faultCases.indices)
    func faults(_ index: Int) throws {
        let (text, words) = Self.faultCases[index]
        do {
            let value = try Self.value(text)
            // An attribute is a path that leads nowhere.
            #expect(value == "String " && words == "attribute", "\(text) is \(value)")
        } catch let fault as XPathFault {
            #expect(fault.description.contains(words), "\(text): \(fault)")
        }
    }

    @Test("long chains are flat, deep brackets are refused")
    func depth() throws {
        #expect(try Self.value("1" + String(repeating: " + 1", count: 20_000)) == "Double 20001")
        #expect(try Self.value("false()" + String(repeating: " or false()", count: 10_000)) == "Boolean false")
        #expect(try Self.value(String(repeating: "-", count: 10_000) + "1") == "Double 1")
        for pair in [("(", ")"), ("not(", ")"), ("/data/r[", "]"), ("if(1,", ",2)")] {
            let deep = String(repeating: pair.0, count: 5000) + "1" + String(repeating: pair.1, count: 5000)
            #expect(throws: XPathFault.self) { try Self.value(deep) }
        }
        let most = String(repeating: "not(", count: 60) + "1" + String(repeating: ")", count: 60)
        #expect(try Self.value(most) == "Boolean true")
    }

    @Test("shuffling by a seed is the specification's")
    func shuffles() throws {
        // ODK XForms specification: randomize with a seed uses Park–Miller and Fisher–Yates, so it is the same on every client.
        let items = (0..<5).map { "<item><name>\("ABCDE".map(String.init)[$0])</name></item>" }.joined()
        var session = try FormFixture.session(instance: "<a/>", model: "<instance id=\"l\"><root>\(items)</root></instance>")
        func joined(_ seed: String) throws -> String {
            let value = try session.evaluate("join('', randomize(instance('l')/root/item/name\(seed)))")
            return session.text(of: value)
        }
        let first = try joined(", 42")
        #expect(first.sorted() == Array("ABCDE"))
        #expect(try joined(", 42") == first)
        #expect(try joined(", 43") != first)
        #expect(try joined(", 'text'") == joined(", 'text'"))
        #expect(try joined("").sorted() == Array("ABCDE"))
    }
}
