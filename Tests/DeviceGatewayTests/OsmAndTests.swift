import DeviceGateway
import Foundation
import Ground
import TestSupport
import Testing
import Trajectories

@Suite struct OsmAndTests {
    let now = Instant(milliseconds: 1_790_000_000_000)

    /// All requests of the reference data, with the values and the answer that they state.
    @Test(.enabled(if: Reference.isPresent)) func referenceRequests() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Reference.path("devices/osmand.json")))
        let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(list.count == 12)
        for entry in list {
            let request = try #require(entry["request"] as? String)
            let report = Result { () throws in try read(request, body: entry["body"] as? [String: Any]) }
            guard let decoded = entry["decoded"] as? [String: Any] else {
                #expect(entry["http"] as? Int == 400)
                #expect(throws: Refusal.self) { try report.get() }
                continue
            }
            check(try report.get(), decoded, request)
        }
    }

    private func read(_ request: String, body: [String: Any]?) throws -> OsmAndReport {
        if let body { return try OsmAndReport(json: Array(try JSONSerialization.data(withJSONObject: body))) }
        return try OsmAndReport(query: request.drop { $0 != "?" }.dropFirst().utf8)
    }

    private func check(_ report: OsmAndReport, _ said: [String: Any], _ request: String) {
        for (name, value) in said {
            let number = (value as? NSNumber)?.doubleValue
            switch name {
            case "id": #expect(report.device == value as? String)
            case "ts": #expect(report.time?.milliseconds == (value as? Int64).map { $0 * 1000 }, "\(request)")
            case "ts_ms": #expect(report.time?.milliseconds == value as? Int64)
            case "iso": #expect(report.time?.description == value as? String)
            case "local": #expect(report.time?.description == (value as? String).map { $0.replacingOccurrences(of: " ", with: "T") + "Z" })
            case "time": #expect(report.time == nil && report.point(now: now)?.time == now, "\(value)")
            case "lat": #expect(report.latitude == number)
            case "lon": #expect(report.longitude == number)
            case "speed_kn": #expect(report.speed == number.map { $0 * 1.852 })
            case "speed_kmh": #expect(report.speed == number)
            case "course": #expect(value is NSNull ? report.course == nil : report.course == number, "\(request)")
            case "altitude": #expect(report.altitude == number)
            case "hdop": #expect(report.hdop == number)
            case "accuracy": #expect(report.accuracy == number)
            case "battery": #expect(report.battery == number)
            case "position": #expect(report.point(now: now) == nil)
            case "cells": #expect(report.cells.count == value as? Int)
            case "wifi": #expect(report.networks == ["00:14:22:01:23:45,-80", "00:1C:B3:09:85:15,-70"])
            case "extra": checkOthers(report, value as? [String: Any] ?? [:])
            default: Issue.record("\(name) of \(request) is not compared")
            }
        }
    }

    private func checkOthers(_ report: OsmAndReport, _ said: [String: Any]) {
        #expect(Set(report.others.map(\.name)) == Set(said.keys))
        for other in report.others {
            let value = said[other.name] as? NSNumber
            #expect(other.value == "true" ? value == true : Double(other.value) == value?.doubleValue)
        }
    }

    @Test(arguments: [
        "lat=1&lon=2", "id=&lat=1&lon=2", "id=1&lat=91&lon=0", "id=1&lat=0&lon=181", "id=1&lat=nan&lon=0", "id=1&lat=1", "id=1&location=1",
        "id=1&lat=x&lon=1", "id=1&lat=1&lon=1&timestamp=yesterday", "id=1&lat=1&lon=1&timestamp=9999999999999999", "id=1&lat=1&lon=1&speed=inf",
    ])
    func whatIsRefused(query: String) {
        #expect(throws: Refusal.self) { try OsmAndReport(query: query.utf8) }
    }

    @Test func aFormAfterTheAddress() throws {
        let report = try OsmAndReport(query: "id=7".utf8, form: "lat=25.04&lon=102.71&charge=true&batt=9".utf8)
        let point = try #require(report.point(now: now))
        #expect(point.flags == [.positioned, .charging, .batteryLow])
        #expect((point.latitude, point.longitude) == (25_040_000, 102_710_000))
        #expect(report.state == DeviceState(battery: 9))
    }

    @Test func aMadeUpPositionIsNoPoint() throws {
        let report = try OsmAndReport(json: Array(#"{"device_id":7,"location":{"mock":true,"coords":{"latitude":1,"longitude":2}}}"#.utf8))
        #expect(report.device == "7")
        #expect(report.point(now: now) == nil)
    }

    @Test func damage() throws {
        var random = SeededRandom(seed: 9)
        let query = Array("id=902064&lat=42.06288&lon=-88.23412&timestamp=2016-01-27T18%3A55%3A47Z&hdop=6.0&cell=1,2,3,4&wifi=00-14,-8".utf8)
        let json = Array(
            #"{"device_id":"1","location":{"timestamp":"2025-06-15T13:45:12.862Z","coords":{"latitude":37.4,"longitude":-122.0,"speed":-1},"battery":{"level":1}}}"#
                .utf8)
        var whole = 0
        for _ in 0..<10_000 {
            if let report = try? OsmAndReport(query: Mutation.of(query, with: &random)) {
                _ = report.point(now: now)
                whole += 1
            }
            if let report = try? OsmAndReport(json: Mutation.of(json, with: &random)) {
                _ = report.point(now: now)
                whole += 1
            }
        }
        #expect(whole > 1000)
    }
}
