import Accounts
import Cases
import City
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import Web

/// The main job over HTTP, as people do it, on both databases.
@Suite struct FlowTests {
    private let photo = (name: "井盖.jpg", bytes: Pictures.jpeg([(0xE1, Pictures.exif(orientation: 6))]))

    /// Reports something and gives the address of the page on which it is followed.
    private func report(_ browser: Browser, _ more: [(String, String)] = [], text: String = "路灯不亮") async throws -> String {
        let form = try await browser.get("/report").form(to: "/report")
        let fields = [("text", text), ("class", ""), ("area", WebTown.street), ("address", "示例路1号")]
        let sent = try await browser.submit(form, fields + more, files: [photo])
        #expect(sent.status == 303)
        return String(try #require(sent.location).prefix { $0 != "?" })
    }

    /// The page of a case by its number, as somebody finds it at the desk.
    private func find(_ tracked: String, _ browser: Browser) async throws -> String {
        let reference = try #require(tracked.split(separator: "/").dropFirst().first)
        let found = try await browser.get("/desk?q=\(reference)")
        #expect(found.status == 303)
        return try #require(found.location)
    }

    private func act(
        _ browser: Browser, _ path: String, _ action: String, _ fields: [(String, String)] = [], photos: Bool = false
    ) async throws {
        let form = try await browser.get(path).form(of: action)
        let answer = try await browser.submit(form, fields, files: photos ? [photo] : [])
        #expect(answer.status == 303, "\(action)")
        let next = try #require(answer.location)
        #expect(next.hasSuffix("?done=\(action)"))
        #expect(try await browser.get(next).html.contains("class=\"good\" role=\"status\""))
    }

    @Test(arguments: StoreKind.allCases) func theWholeLoop(kind: StoreKind) async throws {
        try await WebTown.with(kind) { town in
            try await town.serve { client in
                let resident = Browser(client)
                let followed = try await report(resident, [("contact-name", "王阿姨"), ("contact-phone", "0871-1234")])
                #expect(try await resident.get(followed + "?new=1").html.contains("收到了"))

                // Signed in through the page itself.
                let street = Browser(client)
                let wanted = try await street.get("/desk")
                #expect(wanted.status == 303 && wanted.location == "/sign-in?to=%2Fdesk")
                let door = try await street.get("/sign-in?to=%2Fdesk").form(to: "/sign-in")
                let entered = try await street.submit(door, [("login", "street"), ("password", WebTown.password)])
                #expect(entered.status == 303 && entered.location == "/desk")
                let file = try await find(followed, street)
                let demand = try #require(town.city.classes.all.first { $0.kind == .demand }).code.rawValue
                try await act(street, file, "triage", [("class", demand), ("area", WebTown.community), ("priority", "important")])
                #expect(try await street.get("/desk?priority=important").html.contains(file))
                try await act(street, file, "whistle", [("organisation", WebTown.department), ("organisation", "water-company"), ("lead", WebTown.department)])

                let water = try await town.browser(client, as: "water")
                #expect(try await water.get("/desk").html.contains(file))
                let decline = try await water.get(file).form(of: "decline")
                let declined = try await water.submit(decline, [("reason", "不是供水管。")])
                #expect(declined.location == "/desk?done=decline")
                #expect(try await water.get("/desk?done=decline").html.contains("不再归您办理"))
                #expect(try await water.get(file).status == 403)

                let urban = try await town.browser(client, as: "urban")
                try await act(urban, file, "report-in")
                try await act(urban, file, "handle", [("text", "修好了")], photos: true)
                // Who handled it does not verify it; who verifies it is another account.
                let verifier = try await town.browser(client, as: "verifier")
                try await act(verifier, file, "verify", [("text", "亮了")])

                try await act(resident, followed, "rate", [("rating", "2"), ("text", "还有一盏不亮")])
                try await act(street, file, "dispatch", [("organisation", WebTown.department)])
                try await act(urban, file, "report-in")
                try await act(urban, file, "handle", [("text", "都修好了")], photos: true)
                try await act(verifier, file, "verify", [("text", "都亮了")])
                try await act(resident, followed, "rate", [("rating", "5")])
                let closed = try await resident.get(followed).html
                #expect(closed.contains("已结案") && closed.contains("★★★★★"))
                #expect(try await street.get("/desk?ended=1&state=closed").html.contains(file))
                #expect(try await street.get("/rates").html.contains("100.0 %"))
                #expect(Markup.faults(of: try await street.get("/rates?by=area&in=530102").html).isEmpty)
                try await contactData(town, client, file: file, followed: followed)
            }
        }
    }

    /// Contact data is on no page by itself; who looks says why, and the reporter can read it.
    private func contactData(_ town: WebTown, _ client: any TestClientProtocol, file: String, followed: String) async throws {
        let street = try await town.browser(client, as: "street")
        let page = try await street.get(file)
        #expect(!page.html.contains("0871-1234") && !page.html.contains("王阿姨"))
        let form = try page.form(to: file + "/contact")
        let refused = try await street.submit(form, [("purpose", "看")])
        #expect(refused.status == 422 && !refused.html.contains("0871-1234"))
        let resident = Browser(client)
        #expect(try await resident.get(followed).html.contains("还没有人看过"))
        let shown = try await street.submit(form, [("purpose", "电话核实地点")])
        #expect(shown.status == 200 && shown.html.contains("0871-1234") && shown.headers[.cacheControl] == "no-store")
        let read = try await resident.get(followed).html
        #expect(read.contains("电话核实地点") && !read.contains("0871-1234") && !read.contains("张街明"))
        let water = try await town.browser(client, as: "water")
        #expect(try await water.post(file + "/contact", form.hidden + [("purpose", "电话核实地点")]).status == 403)
    }

    @Test(arguments: StoreKind.allCases) func whoIsTooLateLosesNothing(kind: StoreKind) async throws {
        try await WebTown.with(kind) { town in
            try await town.serve { client in
                let file = try await find(try await report(Browser(client)), try await town.browser(client, as: "street"))
                let first = try await town.browser(client, as: "street")
                let second = try await town.browser(client, as: "county")
                let old = try await second.get(file).form(of: "reject")
                try await act(first, file, "note", [("text", "先记一笔")])
                let late = try await second.submit(old, [("reason", "<很长的理由>")])
                #expect(late.status == 409)
                let again = try late.form(of: "reject")
                #expect(again.inside.contains("&lt;很长的理由&gt;</textarea>"))
                #expect(late.html.contains("<details open id=\"tried\">") && Markup.faults(of: late.html).isEmpty)
                let mine = try await first.get(file).form(of: "reject")
                // What the second person sees now may be sent.
                #expect(try await second.submit(again, [("reason", "重复反映")]).status == 303)
                // An action that is gone leaves the words on the page.
                let gone = try await first.submit(mine, [("reason", "我也写了理由")])
                #expect(gone.status == 409 && gone.html.contains("我也写了理由"))
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func sentTwiceIsDoneOnce(kind: StoreKind) async throws {
        try await WebTown.with(kind) { town in
            try await town.serve { client in
                let resident = Browser(client)
                let form = try await resident.get("/report").form(to: "/report")
                let fields = [("text", "井盖破了"), ("area", WebTown.street)]
                let answers = try await withThrowingTaskGroup(of: Page.self) { group in
                    for _ in 0..<4 { group.addTask { try await resident.submit(form, fields, files: [photo]) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(answers.map(\.location)).count == 1 && answers.allSatisfy { $0.status == 303 })
                #expect(try await town.store.read { try CaseCount.all(on: $0) } == 1)
                // The same key for something else is told.
                #expect(try await resident.submit(form, [("text", "另一件事"), ("area", WebTown.street)]).status == 409)
                let street = try await town.browser(client, as: "street")
                let file = try await find(try #require(answers[0].location).prefix { $0 != "?" }.description, street)
                let note = try await street.get(file).form(of: "note")
                for _ in 0..<2 { #expect(try await street.submit(note, [("text", "一次")]).status == 303) }
                #expect(try await street.get(file).html.ranges(of: "一次</p>").count == 1)
            }
        }
    }

    @Test func photosAreKeptWithTheirCase() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let resident = Browser(client)
                let followed = try await report(resident)
                let other = try await report(resident, text: "另一件")
                let street = try await town.browser(client, as: "street")
                let file = try await find(followed, street)
                let path = try #require(try await street.get(file).html.split(separator: "src=\"").dropFirst().first?.prefix { $0 != "\"" })
                let shown = try await street.get(String(path))
                #expect(shown.status == 200 && shown.headers[.contentType] == "image/jpeg" && shown.headers[.xContentTypeOptions] == "nosniff")
                #expect(shown.bytes == Photo.cleaned(photo.bytes))
                let hash = try #require(path.split(separator: "/").last)
                #expect(try await resident.get("\(followed)/photos/\(hash)").status == 200)
                // Nobody else, and not with a hash alone.
                #expect(try await resident.get(String(path)).status == 303)
                #expect(try await town.browser(client, as: "water").get(String(path)).status == 403)
                #expect(try await resident.get("\(followed)/photos/\(String(repeating: "a", count: 64))").status == 404)
                #expect(try await resident.get("\(other)x/photos/\(hash)").status == 404)
                #expect(try await resident.get("\(followed)/photos/..%2F..%2Fcity.sqlite").status == 404)
            }
        }
    }

    @Test func wrongPhotosAreToldAndTheRestIsKept() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let resident = Browser(client)
                let form = try await resident.get("/report").form(to: "/report")
                let fields = [("text", "<楼道>灯坏了"), ("area", WebTown.street), ("contact-name", "王"), ("longitude", "102.7"), ("latitude", "25")]
                let bad = try await resident.submit(form, fields, files: [photo, ("坏<.gif", Array("GIF89a".utf8))])
                #expect(bad.status == 422 && bad.html.contains("坏&lt;.gif") && Markup.faults(of: bad.html).isEmpty)
                let again = try bad.form(to: "/report")
                #expect(again.inside.contains("&lt;楼道&gt;灯坏了</textarea>") && again.inside.contains("value=\"\(WebTown.street)\" selected"))
                #expect(again.hidden("stored-photo")?.utf8.count == 64)
                // The good photo need not be sent again.
                let sent = try await resident.submit(again, fields)
                #expect(sent.status == 303)
                #expect(try await resident.get(try #require(sent.location)).html.contains("<img "))
                let ten = (0..<10).map { ("\($0).png", Pictures.png(colour: UInt8($0))) }
                #expect(try await resident.submit(form, fields, files: ten).status == 422)
                for (field, value) in [("text", "  \n"), ("class", "nothing"), ("longitude", "x"), ("latitude", "91"), ("latitude", ""), ("area", "1")] {
                    let fields =
                        fields.map { $0.0 == field ? (field, value) : $0 }
                        + (field == "class" ? [(field, value)] : [])
                    let refused = try await resident.submit(form, fields)
                    #expect(refused.status == 422 && refused.html.contains("role=\"alert\""), "\(field)=\(value)")
                }
                #expect(try await town.store.read { try CaseCount.all(on: $0) } == 1)
            }
        }
    }

    @Test func tooMuchIsRefused() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let resident = Browser(client)
                let form = try await resident.get("/report").form(to: "/report")
                let large = [UInt8](repeating: 65, count: UploadLimits.mostBytes + 1)
                let refused = try await resident.submit(form, [("text", "a")], files: [("a.jpg", large)])
                #expect(refused.status == 413 && refused.html.contains("40"))
                let long = String(repeating: "a", count: UploadLimits.mostFormBytes)
                #expect(try await resident.post("/track", form.hidden + [("reference", long)]).status == 413)
                let broken: HTTPFields = [.contentType: "multipart/form-data; boundary=x"]
                #expect(try await resident.send("/report", method: .post, headers: broken, body: Array("--x\r\n".utf8)).status == 400)
            }
        }
    }

    @Test func formsFromElsewhereAreRefused() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let street = try await town.browser(client, as: "street")
                let file = try await find(try await report(Browser(client)), street)
                let form = try await street.get(file).form(of: "note")
                let forged = form.hidden.map { $0.0 == "form-token" ? ($0.0, "forged") : $0 } + [("text", "x")]
                #expect(try await street.post(form.target, forged).status == 403)
                #expect(try await street.post(form.target, forged.filter { $0.0 != "form-token" }).status == 403)
                let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
                let real = form.hidden + [("text", "x")]
                #expect(try await street.post(form.target, real, headers: [site: "cross-site"]).status == 403)
                #expect(try await street.post("/sign-out", [("form-token", "")]).status == 403)
                #expect(try await Browser(client).post("/report", [("text", "x")]).status == 403)
                #expect(try await street.post(form.target, real, headers: [site: "same-origin"]).status == 303)
                #expect(try await town.store.read { try CaseCount.all(on: $0) } == 1)
            }
        }
    }
}
