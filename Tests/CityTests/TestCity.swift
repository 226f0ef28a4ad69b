import City
import Foundation
import Ground

/// A small sound city in memory, and the shipped ones.
enum TestCity {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The folders under cities/.
    static let shipped = ["kunming", "boston"].map { root + "/cities/" + $0 }

    static let demand: String = {
        (try? String(contentsOfFile: root + "/cities/kunming/workflows/demand.yaml", encoding: .utf8)) ?? ""
    }()

    static let posts: String = {
        let text = (try? String(contentsOfFile: root + "/cities/kunming/posts.yaml", encoding: .utf8)) ?? ""
        return text.components(separatedBy: "accounts:")[0] + """
            accounts:
              - login: grid
                name: {zh: 甲, en: A}
                posts: [{post: grid-worker, area: "530102001001"}]
              - login: water
                name: {zh: 乙, en: B}
                posts: [{post: department-officer, organisation: water}]

            """
    }()

    static let files: [String: String] = [
        "city.yaml": """
        key: test
        name: {zh: 试市, en: Test}
        time-zone: Asia/Shanghai
        reference-prefix: T
        hours:
          monday: [09:00-12:00, 13:00-17:00]
        levels:
          city: {title: {zh: 市, en: City}}
          county: {title: {zh: 县, en: County}, under: [city]}
          street: {title: {zh: 街道, en: Street}, under: [county]}
          community: {title: {zh: 社区, en: Community}, under: [street]}
          group: {title: {zh: 小组, en: Group}, under: [community]}
          courtyard: {title: {zh: 庭院, en: Courtyard}, under: [group]}
          grid: {title: {zh: 网格, en: Grid}, under: [community, group]}
          building: {title: {zh: 楼栋, en: Building}, under: [grid]}
        local-titles:
          "530103":
            group: {zh: 小组（庭院）, en: Group (courtyard)}
        fields:
          urban: {zh: 城市, en: Urban}

        """,
        "areas.csv": """
        code,name_zh,name_en,level,parent,valid_from,valid_to,successors,local,synthetic,source
        530100,试市,Test,city,,,,,,,
        530102,甲区,A,county,530100,,,,,,
        530103,乙区,B,county,530100,2020-01-01,,,,,
        530131,乙县,B,county,530100,,2020-01-01,530103,,,
        530102001,一街道,One,street,530102,,,,,,
        530103001,二街道,Two,street,530103,,,,,,
        530102001001,一社区,One,community,530102001,,,,,,
        530103001001,二社区,Two,community,530103001,,,,,,
        530102001001-G01,第1网格,Grid 1,grid,530102001001,,,,yes,yes,

        """,
        "organisations.csv": """
        code,name_zh,name_en,kind,field,area,parent,phone,email,synthetic_contact,credit_code
        lead,领导小组,Leading group,coordination,,530100,,,,,
        water,水司,Water,company,urban,530100,,,,,91350100M000100Y43
        urban,城管局,Urban,department,urban,530100,lead,,,,
        urban-530102,甲区城管局,Urban A,department,urban,530102,urban,,,,
        urban-530103,乙区城管局,Urban B,department,urban,530103,urban,,,,
        street-530102001,一街道办事处,One,street-office,,530102001,,,,,
        street-530103001,二街道办事处,Two,street-office,,530103001,,,,,
        community-530102001001,一社区,One,committee,,530102001001,,,,,

        """,
        "categories.csv": """
        kind,code,major,major_zh,major_en,name_zh,name_en,workflow,priority,limit_urgent,limit_important,limit_normal,level,public,maps_to,outside_code
        component,01001,01,市政,Utilities,供水井盖,Water cover,demand,normal,,,3 working days,street,no,,
        component,01037,01,市政,Utilities,路灯,Lamp,demand,normal,,,,street,no,,
        matter,06010,06,市容,Appearance,暴露垃圾,Waste,demand,normal,2 hours,,1 working day,street,yes,,
        matter,06012,06,市容,Appearance,道路不洁,Dirty road,demand,normal,,,,street,yes,,
        demand,waste,daily,日常,Daily,垃圾,Waste,demand,normal,,,,street,yes,matter-06010,abc

        """,
        "responsibilities.csv": """
        classes,area,organisation,supporting,reason_zh,reason_en
        component-01001,*,water,,供水企业负责,the owner
        component,*,urban-{county},,城管负责,urban management
        component,530103,street-{street},,属地,the street
        matter/06,*,urban-{county},street-{street},城管负责,urban management
        matter-06012,*,urban,,市级负责,the city
        matter,530103,street-{street},,属地优先,the street first
        demand,*,street-{street},,首接,first receiver

        """,
        "duties.csv": """
        level,duty,classes,permitted,name_zh,name_en,reason_zh,reason_en
        community,cleaning,waste;matter/06,yes,保洁,Cleaning,,
        community,roads,matter-06012,no,道路,Roads,道路不归社区,roads are not the community's
        community,rest,*,no,其他,All else,清单以外,not in the list
        street,investment,,no,招商,Investment,不再承担,relieved
        street,rest,*,yes,其他,All else,,

        """,
        "areas.geojson": """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"530102","schematic":true},"geometry":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}},
        {"type":"Feature","properties":{"code":"530102001","schematic":true},"geometry":{"type":"Polygon","coordinates":[[[0,0],[5,0],[5,5],[0,5],[0,0]]]}}
        ]}

        """,
        "calendar.csv": "date,name,is_workday\n2026-10-01,国庆节,false\n2026-10-10,国庆节,true\n",
        "posts.yaml": posts,
        "workflows/demand.yaml": demand,
    ]

    /// The small city with one text replaced in one file; without arguments as it is.
    static func load(_ file: String? = nil, _ old: String = "", _ new: String = "") -> (city: City?, diagnostics: Diagnostics) {
        var files = Self.files
        if let file {
            guard let text = files[file], text.contains(old) else {
                preconditionFailure("\(file) does not contain \(old)")
            }
            files[file] = text.replacingOccurrences(of: old, with: new)
        }
        return City.load(CityFiles(folder: "test", files: files.mapValues { Array($0.utf8) }))
    }

    /// The files of a shipped city, as City reads them.
    static func bytes(of folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        let manager = FileManager.default
        for name in try manager.contentsOfDirectory(atPath: folder)
            + (try manager.contentsOfDirectory(atPath: folder + "/workflows")).map({ "workflows/" + $0 })
        {
            var isFolder: ObjCBool = false
            guard manager.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            files[name] = Array(try Data(contentsOf: URL(filePath: folder + "/" + name)))
        }
        return files
    }
}
