import Testing
import XForms

@Suite("Answers by type")
struct FormAnswerTests {
    static let cases: [(type: String, given: String, kept: String?)] = [
        ("int", " 007 ", "7"), ("int", "-3", "-3"), ("int", "1.0", nil), ("int", "99999999999999999999", nil), ("int", "１", nil),
        ("decimal", "2.50", "2.5"), ("decimal", "5", "5.0"), ("decimal", "1e3", "1000.0"), ("decimal", "nan", nil),
        ("decimal", "inf", nil), ("decimal", "abc", nil), ("decimal", "12345678.25", "1.234567825E7"),
        ("date", "2026-10-01", "2026-10-01"), ("date", "2026-02-30", nil), ("date", "1.10.2026", nil),
        ("date", "2026-10-01T23:30:00Z", "2026-10-02"), ("dateTime", "2026-10-01T09:30", "2026-10-01T09:30:00.000+08:00"),
        ("dateTime", "2026-10-01T09:30:00.000Z", "2026-10-01T17:30:00.000+08:00"), ("dateTime", "now", nil),
        ("time", "9:05", "09:05:00.000+08:00"), ("time", "25:00", nil), ("time", "", ""),
        ("geopoint", "25.04 102.71", "25.04 102.71"), ("geopoint", "25.04 102.71 1892 5", "25.04 102.71 1892.0 5.0"),
        ("geopoint", "91 0", nil), ("geopoint", "25.04", nil), ("geopoint", "a b", nil),
        ("geotrace", "1 2;3 4", "1.0 2.0; 3.0 4.0"), ("geoshape", "1 2;3 4;5 6", nil),
        ("geoshape", "1 2;3 4;5 6;1 2", "1.0 2.0; 3.0 4.0; 5.0 6.0; 1.0 2.0"), ("boolean", "TRUE", "true"), ("boolean", "maybe", nil),
        ("string", " as it is\n", " as it is\n"), ("string", "bell\u{7}", nil), ("barcode", "4006381333931", "4006381333931"),
    ]

    @Test("kept or refused", arguments: cases.indices)
    func reads(_ index: Int) throws {
        let (type, given, kept) = Self.cases[index]
        var session = try FormFixture.session(instance: "<q/>", model: "<bind nodeset=\"/data/q\" type=\"\(type)\"/>")
        let outcome = session.give(given, to: "/data/q")
        if let kept {
            #expect(outcome == .accepted)
            #expect(session.value("/data/q") == kept)
        } else {
            guard case .malformed = outcome else {
                Issue.record("\(type) takes “\(given)” as “\(session.value("/data/q") ?? "")”")
                return
            }
            #expect(session.value("/data/q") == "")
        }
    }
}
