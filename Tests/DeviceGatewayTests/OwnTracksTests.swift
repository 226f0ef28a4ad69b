import DeviceGateway
import Foundation
import Ground
import TestSupport
import Testing

@Suite struct OwnTracksTests {
    /// Each payload of the reference data gives the values that stand in it.
    @Test(.enabled(if: Reference.isPresent)) func referencePayloads() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Reference.path("devices/owntracks.json")))
        let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(list.count == 6)
        for said in list {
            guard case .location(let it) = try OwnTracksMessage(Array(try JSONSerialization.data(withJSONObject: said))) else {
                Issue.record("\(said)")
                continue
            }
            func number(_ name: String) -> Double? { (said[name] as? NSNumber)?.doubleValue }
            #expect(it.latitude == number("lat") && it.longitude == number("lon"))
            #expect(Double(it.time.milliseconds) == number("tst").map { $0 * 1000 })
            #expect(it.speed == number("vel") && it.course == number("cog"))
            #expect(it.altitude == number("alt") && it.accuracy == number("acc") && it.battery == number("batt"))
            #expect(it.trigger == said["t"] as? String && it.tracker == said["tid"] as? String)
            #expect(it.connection == said["conn"] as? String && it.topic == said["topic"] as? String)
            let point = try #require(it.point)
            #expect(abs(Double(point.latitude) - it.latitude * 1_000_000) <= 0.5 && abs(Double(point.longitude) - it.longitude * 1_000_000) <= 0.5)
        }
    }

    @Test func otherKinds() throws {
        #expect(try OwnTracksMessage(Array(#"{"_type":"lwt","tst":1}"#.utf8)) == .other(type: "lwt"))
        #expect(throws: Refusal(.encrypted(method: 1))) { try OwnTracksMessage(Array(#"{"_type":"encrypted","data":"x"}"#.utf8)) }
        #expect(throws: Refusal(.unsupported(message: "?"))) { try OwnTracksMessage(Array(#"{"_type":"?"}"#.utf8)) }
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"_type":"location"}"#, #"{"_type":"location","lat":91,"lon":0,"tst":1}"#, #"{"_type":"location","lat":1,"lon":0}"#,
        #"{"_type":"location","lat":1,"lon":0,"tst":1e300}"#, #"{"_type":"location","lat":"1","lon":0,"tst":1}"#,
        #"{"_type":"location","lat":1,"lon":0,"tst":-5}"#,
    ])
    func whatIsRefused(payload: String) {
        #expect(throws: Refusal.self) { try OwnTracksMessage(Array(payload.utf8)) }
    }

    @Test func topics() {
        #expect(OwnTracksTopic("owntracks/ckrey/22A67880")?.name == "ckrey/22A67880")
        for topic in ["owntracks/a", "owntracks/a/b/c", "other/a/b", "owntracks//b", "owntracks/a/", ""] { #expect(OwnTracksTopic(topic) == nil) }
    }
}
