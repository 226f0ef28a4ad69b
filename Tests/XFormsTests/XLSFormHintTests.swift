import Documents
import Ground
import Testing
import XForms

/// What people write who make a form for the first time: each slip has a word that says what to write.
@Suite struct XLSFormHintTests {
    private static let lists = ["list_name|name|label|province", "yn|yes|Yes|x", "yn|no|No|"]

    /// The findings of the row of `b`, below a question `a`.
    private static func findings(_ head: String, _ row: String) -> String {
        XLSFormFixture.findings(["type|name|label|\(head)", "integer|a|A", row], choices: lists).joined(separator: "\n")
    }

    @Test(arguments: [
        ("${a} == 3", "write one = to compare"), ("${a} <> 3", "write != for “is not”"), ("${a} => 3", "write >="), ("${a} =< 3", "write <="),
        ("${a} > 3 AND ${a} < 5", "write and in small letters"), ("${a} > 3 && ${a} < 5", "write and between conditions"),
        ("not ${a} = 3", "write not(…) with brackets"),
        ("if(${a} > 1; 2; 3)", "by commas"), ("${a} > 10%", "0.1 for 10 %"), ("$a > 3", "a question is written ${name}"),
        ("{a} > 3", "a question is written ${name}"), ("> 0", "say what is compared"), (". > 0 and < 120", "say what is compared"),
        ("between 0 and 120", "write . >= 0 and . <= 120"),
    ]) func `A formula of another tool comes with how it is written here`(formula: String, words: String) {
        let found = Self.findings("relevant", "text|b|B|\(formula)")
        #expect(found.contains("cell D3: error: "), "\(found)")
        #expect(found.contains(words), "\(found)")
    }

    @Test func `Two bars are no or`() {
        var book = XLSFormFixture.book(["type|name|label|relevant", "integer|a|A"])
        book.sheets[0].append([.text("text"), .text("b"), .text("B"), .text("${a} = 1 || ${a} = 2")])
        #expect(XLSForm.check(XLSBook(book, file: "f.xlsx")).text.contains("write or between conditions"))
    }

    @Test(arguments: [
        ("relevant", "text|b|B|a > 18", "“a” stands without braces"), ("calculation", "calculate|b||a + 1", "“a” stands without braces"),
        ("constraint", "date|b|B|. < 2026-01-31", "a date without quotation marks is a subtraction"),
        ("constraint", "integer|b|B|0-120", "does not look at the answer"), ("constraint", "integer|b|B|required", "does not look at the answer"),
        ("choice_filter", "select_one yn|b|B|provnce = ${a}", "no column “provnce” with anything in it – did you mean province?"),
        ("default", "integer|b|B|abc", "the default “abc” is no whole number"), ("default", "date|b|B|31.1.2026", "the default “31.1.2026” is no date"),
        ("default", "select_one yn|b|B|maybe", "the default “maybe” is no choice of the list “yn”"),
        ("default", "select_multiple yn|b|B|yes maybe", "the default “maybe” is no choice"),
    ]) func `What means something else than it seems is a warning`(head: String, row: String, words: String) {
        let found = Self.findings(head, row)
        #expect(found.contains("cell D3: warning: "), "\(found)")
        #expect(found.contains(words), "\(found)")
    }

    @Test(arguments: [
        ("relevant", "text|b|B|${a} > 18 and selected(${a}, 'a')"), ("constraint", "date|b|B|. < date('2026-01-31')"), ("constraint", "integer|b|B|true()"),
        ("constraint", "integer|b|B|${a} > 1"), ("constraint", "integer|b|B|regex(., '^a$')"),
        ("choice_filter", "select_one yn|b|B|province = ${a} and name != ''"),
        ("default", "integer|b|B|12"), ("default", "date|b|B|2026-01-31"), ("default", "date|b|B|today()"), ("default", "select_multiple yn|b|B|yes no"),
        ("calculation", "calculate|b||instance('yn')/root/item[name = 'yes']/label"), ("calculation", "calculate|b||2026 - 1"),
    ]) func `What means what it seems has no findings`(head: String, row: String) {
        #expect(Self.findings(head, row) == "")
    }

    @Test(arguments: [
        ("number", "write integer, or decimal"), ("phone", "appearance"), ("yes/no", "select_one"), ("dropdown yn", "select_one"),
        ("checkbox yn", "select_multiple"),
        ("文本", "write text"), ("单选", "select_one"), ("照片", "write image"), ("section", "begin_group"), ("integr", "did you mean “integer”?"),
    ]) func `A type in other words comes with ours`(type: String, words: String) {
        let found = XLSFormFixture.findings(["type|name|label", "\(type)|a|A"], choices: Self.lists).joined()
        #expect(found.contains("the type “\(type)” is not known – "), "\(found)")
        #expect(found.contains(words), "\(found)")
    }

    @Test func `A wide colon in a heading is told of`() {
        let found = XLSFormFixture.findings(["type|name|label|label：中文", "text|a|A|甲"])
        #expect(found.count == 1)
        #expect(found.first?.contains("cell D1: warning: the column “label：中文” is not known and not used – type two plain colons") == true, "\(found)")
    }
}
