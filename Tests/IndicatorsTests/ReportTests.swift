import Ground
import Indicators
import Testing

struct ReportTests {
    @Test func marksAndEscapes() throws {
        let tree = "code,name,kind,parent\na,<b>&,indicator,top\ntop,Top,aggregate,\n"
        let values = "unit,period,indicator,value,source,status\nx,2024,a,1,s,synthetic\ny,2024,a,3,s,official\n"
        var warnings = Diagnostics()
        let folder = try IndexFolder.read(
            indicators: Array(tree.utf8), method: "aggregate: arithmetic\n", values: [("v.csv", Array(values.utf8))],
            warnings: &warnings)
        let page = try #require(IndexReport(folder, unit: "y")).html
        #expect(page.contains(IndexExport.syntheticMark))
        #expect(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>&"))
        #expect(page.contains("<td>100.0</td>"))
        #expect(IndexReport(folder, unit: "z") == nil)
    }
}
