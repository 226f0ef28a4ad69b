import Ground
import Testing

@Suite struct MarkupTextTests {
    @Test func signsBecomeReferences() {
        #expect(MarkupText.escaped("a<b> & \"c\" 同心") { _ in nil } == "a&lt;b&gt; &amp; &quot;c&quot; 同心")
    }

    @Test func signsWithAnAccentOfTheirOwnToo() {
        #expect(MarkupText.escaped("<\u{338}script>\u{301}") { _ in nil } == "&lt;\u{338}script&gt;\u{301}")
    }

    @Test func aFormatsOwnWayComesFirst() {
        #expect(MarkupText.escaped("'\"\u{1}") { $0 == "'" ? "&#39;" : $0 == "\"" ? "\"" : $0.value < 32 ? "" : nil } == "&#39;\"")
    }
}
