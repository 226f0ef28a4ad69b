import Accounts
import Cases
import City
import Ground
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import Web

/// Who gets in where, and what the pages say to those who do not.
@Suite struct DoorTests {
    @Test func strangersAreSentToTheDoor() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let stranger = Browser(client)
                for path in ["/desk", "/rates", "/cases/1"] {
                    #expect(try await stranger.get(path).location == "/sign-in?to=\(PercentCoding.encode(path))")
                }
                for path in ["/nothing", "/cases/x", "/track/KM261121-00001/AAAA", "/language/fr", "/photos/1"] {
                    let page = try await stranger.get(path)
                    #expect(page.status == 404 && Markup.faults(of: page.html).isEmpty, "\(path)")
                }
                let clerk = try await town.browser(client, as: "street")
                #expect(try await clerk.get("/cases/1").status == 404)
                #expect(try await clerk.get("/cases/9223372036854775808").status == 404)
                // A post without a list of cases is told so.
                #expect(try await town.browser(client, as: "hotline").get("/desk").status == 200)
            }
        }
    }

    @Test func guessingIsSlowedDown() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let guesser = Browser(client)
                let door = try await guesser.get("/sign-in").form(to: "/sign-in")
                for _ in 0..<SignInGuard.most {
                    let wrong = try await guesser.submit(door, [("login", "street"), ("password", "guess")])
                    #expect(wrong.status == 403 && wrong.html.contains("用户名或密码不对") && guesser.cookie("session") == nil)
                }
                let right = [("login", "street"), ("password", WebTown.password)]
                let refused = try await guesser.submit(door, right)
                #expect(refused.status == 429 && refused.html.contains("15分钟"))
                // A name that nobody has is told nothing else.
                let nobody = try await guesser.submit(door, [("login", "nobody"), ("password", "guess")])
                #expect(nobody.status == 403 && nobody.html.contains("用户名或密码不对"))
                town.clock.advance(minutes: 16)
                #expect(try await guesser.submit(door, right).status == 303)
            }
        }
    }

    @Test func sessionsBeginAndEnd() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let clerk = Browser(client)
                let before = try await clerk.get("/sign-in")
                let planted = clerk.cookie("form-token")
                let cookie = try #require(before.headers[values: .setCookie].first)
                #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"))
                let elsewhere = try before.form(to: "/sign-in").hidden + [("to", "//evil.example/"), ("login", "street"), ("password", WebTown.password)]
                let entered = try await clerk.post("/sign-in", elsewhere)
                #expect(entered.location == "/desk" && clerk.cookie("form-token") != planted)
                for line in entered.headers[values: .setCookie] { #expect(line.contains("HttpOnly") && line.contains("SameSite=Lax")) }
                let desk = try await clerk.get("/desk")
                #expect(desk.status == 200)
                let token = try #require(clerk.cookie("session"))
                #expect(try await clerk.submit(try desk.form(to: "/sign-out"), []).location == "/")
                clerk.set("session", token)
                #expect(try await clerk.get("/desk").status == 303)
                // Twelve hours later nobody is signed in, and what was written comes back.
                let late = try await town.browser(client, as: "street")
                let report = try await late.get("/report").form(to: "/report")
                let sent = try await late.submit(report, [("text", "x"), ("area", WebTown.street)])
                let number = try #require(sent.location).split(separator: "/")[1]
                let file = try #require(try await late.get("/desk?q=\(number)").location)
                let note = try await late.get(file).form(of: "note")
                town.clock.advance(minutes: 12 * 60 + 1)
                let lost = try await late.submit(note, [("text", "写了很久的话")])
                #expect(lost.status == 403 && lost.html.contains("写了很久的话") && lost.html.contains("value=\"\(file)\""))
                #expect(Markup.faults(of: lost.html).isEmpty)
            }
        }
    }

    @Test func behindTLSCookiesAreSecure() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let forwarded = try #require(HTTPField.Name("X-Forwarded-Proto"))
                let page = try await Browser(client).get("/", headers: [forwarded: "https"])
                #expect(page.headers[.setCookie]?.hasSuffix("; Secure") == true)
            }
        }
    }

    @Test func everyAnswerSaysWhatBrowsersMayDo() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let browser = Browser(client)
                for path in ["/", "/report", "/track", "/sign-in", "/nothing"] {
                    let page = try await browser.get(path)
                    let policy = page.headers[.contentSecurityPolicy] ?? ""
                    #expect(policy.hasPrefix("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"))
                    #expect(page.headers[.xContentTypeOptions] == "nosniff" && page.headers[.cacheControl] == "no-store")
                    #expect(Markup.faults(of: page.html).isEmpty && page.bytes.count <= 60_000)
                }
                let sheet = try await browser.get("/assets/concentric.css")
                #expect(sheet.status == 200 && !sheet.html.contains("url(") && !sheet.html.contains("@import") && sheet.bytes.count < 20_000)
                #expect(try await browser.get("/assets/concentric.svg").headers[.contentType] == "image/svg+xml")
                #expect(try await browser.get("/health").html == "ok\n")
                let head = try await browser.send("/", method: .head, headers: [:], body: nil)
                #expect(head.status == 200 && head.bytes.isEmpty)
            }
        }
    }

    @Test func theLanguageIsChosenAndKept() async throws {
        try await WebTown.with { town in
            try await town.serve { client in
                let browser = Browser(client)
                let first = try await browser.get("/")
                #expect(first.html.contains("<html lang=\"zh-CN\">"))
                #expect(try await browser.get("/", headers: [.acceptLanguage: "fr, en-GB;q=0.8"]).html.contains("<html lang=\"en\">"))
                for (accepted, language) in [
                    ("*, EN;q=0.1, zh", "en"), ("enx,zh;q=0", "zh-CN"), (" ,;, zh-Hant-TW", "zh-CN"), ("\u{e9}n", "zh-CN"), (";en", "zh-CN"),
                ] {
                    let page = try await browser.get("/", headers: [.acceptLanguage: accepted]).html
                    #expect(page.contains("<html lang=\"\(language)\">"), "\(accepted)")
                }
                let referers = [
                    ("http://localhost/track?x=1", "/track?x=1"), ("http://localhost/cases/7/act", "/cases/7"),
                    ("http://evil.example//evil.example", "/"), ("http://localhost/sign-out", "/"), ("nonsense", "/"),
                    ("http://localhost/track/A%2FB/C/act", "/track/A%2FB/C"), ("http://localhost/desk?a=\r\nX: y", "/"),
                ]
                for (referer, path) in referers {
                    #expect(try await browser.get("/language/en", headers: [.referer: referer]).location == path, "\(referer)")
                }
                #expect(try await browser.get("/").html.contains("<html lang=\"en\">"))
            }
        }
    }

    @Test func deskFiltersAndPages() async throws {
        try await WebTown.with { town in
            let demand = try #require(town.city.classes.all.first { $0.kind == .demand }).code
            try await town.store.write { connection in
                for number in 0..<(CaseList.pageSize + 7) {
                    let command = ReportDemand(
                        key: "\(number)", text: "第\(number)件", requestClass: number % 2 == 0 ? demand : nil, area: AreaCode(WebTown.community))
                    _ = try town.office.report(command, by: .anybody, at: town.clock.now.advanced(milliseconds: Int64(number) * 60_000), on: connection)
                }
            }
            try await town.serve { client in
                let clerk = try await town.browser(client, as: "street")
                let first = try await clerk.get("/desk")
                #expect(first.html.ranges(of: "<tr><td>").count == CaseList.pageSize && first.bytes.count <= 60_000)
                let link = try #require(first.html.firstRange(of: "/desk?after=")).lowerBound
                let next = Markup.unescaped(String(first.html[link...].prefix { $0 != "\"" }))
                #expect(try await clerk.get(next).html.ranges(of: "<tr><td>").count == 7)
                // From a case the way back leads to the same page of the list.
                let path = try #require(first.html.firstRange(of: "/cases/")).lowerBound
                #expect(try await clerk.get(String(first.html[path...].prefix { $0 != "\"" })).html.contains(next))
                #expect(try await clerk.get("/desk?class=\(demand.rawValue)").html.ranges(of: "<tr><td>").count == (CaseList.pageSize + 8) / 2)
                #expect(try await clerk.get("/desk?state=closed").html.contains("没有符合条件的案件"))
                #expect(try await clerk.get("/desk?ended=1").html.contains("没有符合条件的案件"))
                #expect(try await clerk.get("/desk?scope=area-530100&after=zzz").html.ranges(of: "<tr><td>").count == CaseList.pageSize)
                let unknown = try await clerk.get("/desk?q=%3Cb%3E")
                #expect(unknown.html.contains("&lt;b&gt;") && unknown.html.contains("没有找到") && Markup.faults(of: unknown.html).isEmpty)
                // A street sees no case of another one, not even by its number.
                let number = try #require(first.html.firstRange(of: "KM26")).lowerBound
                let other = try await town.browser(client, as: "street-panlong")
                #expect(try await other.get("/desk?q=\(first.html[number...].prefix(14))").status == 200)
                #expect(try await other.get("/desk").html.contains("没有案件在等您"))
            }
        }
    }
}
