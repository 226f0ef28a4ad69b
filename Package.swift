// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["CI"] == "true" ? [.treatAllWarnings(as: .error)] : [])

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A target of ours; its folder says on which floor of the house it stands.
func room(_ name: String, in floor: String = "", uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(floor)\(name)", swiftSettings: strict)
}

/// The tests of a room.
func tests(_ name: String, use dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

/// A program that measures.
func bench(_ name: String, of dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Benchmarks/\(name)", swiftSettings: strict)
}

let package = Package(
    name: "concentric",
    products: [.executable(name: "concentric", targets: ["concentric"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The ground: what every floor stands on.
        .systemLibrary(name: "CZlib", path: "Sources/CZlib"),
        room("Ground", uses: ["CZlib"]),
        room("Documents", uses: ["Ground", yams]),

        // Engines: pure computation, each usable by itself.
        .systemLibrary(name: "CGEOS", path: "Sources/CGEOS"),
        room("WorkingTime", in: "Engines/", uses: ["Ground"]),
        room("Workflows", in: "Engines/", uses: ["Ground", "Documents"]),
        room("Geography", in: "Engines/", uses: ["Ground", "CGEOS"]),
        room("BudgetVoting", in: "Engines/", uses: ["Ground"]),
        room("OpinionMap", in: "Engines/", uses: ["Ground"]),
        room("CompositeIndex", in: "Engines/", uses: ["Ground"]),
        room("SurveySampling", in: "Engines/", uses: ["Ground"]),
        .systemLibrary(name: "CZstd", path: "Sources/CZstd"),
        room("Trajectories", in: "Engines/", uses: ["Ground", "Documents", "CZlib", "CZstd", crypto]),
        .systemLibrary(name: "CExpat", path: "Sources/CExpat"),
        room("XForms", in: "Engines/", uses: ["Ground", "Documents", "CExpat", crypto]),

        // Kernel: what every capability stands on; its rooms stand on each other in this order.
        .systemLibrary(name: "CLibPQ", path: "Sources/CLibPQ"),
        .systemLibrary(name: "CSQLite", path: "Sources/CSQLite"),
        room("Store", in: "Kernel/", uses: ["Ground", "CLibPQ", "CSQLite", grdb, crypto]),
        room("City", in: "Kernel/", uses: ["Ground", "Documents", "WorkingTime", "Workflows", "Geography"]),
        room("Accounts", in: "Kernel/", uses: ["Ground", "Store", "City", crypto, cryptoExtras]),
        room(
            "Cases", in: "Kernel/",
            uses: ["Ground", "Store", "City", "Accounts", "WorkingTime", "Workflows", "Geography", crypto]),

        // Capabilities: what the city does; each stands alone.
        room(
            "Rehearsal", in: "Capabilities/",
            uses: ["Ground", "Store", "City", "Accounts", "Cases", "WorkingTime", "Workflows", "Geography"]),
        room(
            "Indicators", in: "Capabilities/",
            uses: ["Ground", "Documents", "CompositeIndex", "Store", "City", "Cases", "WorkingTime", "Workflows"]),

        // Faces: what people and machines touch.
        room(
            "Web", in: "Faces/",
            uses: ["Ground", "Store", "City", "Accounts", "Cases", "WorkingTime", "Workflows", "Geography", "XForms", hummingbird]),
        room("DeviceGateway", in: "Faces/", uses: ["Ground", "Trajectories", crypto, nioCore, nioHTTP1, nioPosix]),

        // The command.
        .executableTarget(
            name: "concentric",
            dependencies: [
                "Ground", "Documents", "WorkingTime", "Workflows", "Geography", "BudgetVoting", "OpinionMap", "CompositeIndex", "XForms", "Store",
                "City", "Accounts", "Cases", "Rehearsal", "Indicators", "Web", "DeviceGateway", "SurveySampling",
                "Trajectories", argumentParser, hummingbird, nioCore, nioPosix,
            ],
            swiftSettings: strict),

        // Benchmarks: work per CPU second, each with a baseline in the same run.
        bench(
            "Benchmarks",
            of: [
                "Ground", "WorkingTime", "Workflows", "Geography", "City", "Store", "StoreTestSupport", "Accounts", "Cases", "Web",
                hummingbird,
            ]),
        bench("VotingBenchmark", of: ["Ground", "BudgetVoting"]),
        bench("OpinionBenchmark", of: ["Ground", "OpinionMap"]),
        bench("IndexBenchmark", of: ["Ground", "CompositeIndex"]),
        bench("VehiclesBenchmark", of: ["Ground", "Trajectories", "DeviceGateway", grdbSQLite, nioCore, nioPosix]),
        bench("FormsBenchmark", of: ["Ground", "Documents", "XForms"]),

        // Tests.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "StoreTestSupport", dependencies: ["Store", "CLibPQ"], path: "Tests/StoreTestSupport", swiftSettings: strict),
        .executableTarget(name: "StoreWriter", dependencies: ["Store", "Ground"], path: "Tests/StoreWriter", swiftSettings: strict),
        .executableTarget(
            name: "OfficeWriter", dependencies: ["Accounts", "Cases", "City", "Ground", "Store", "Workflows"],
            path: "Tests/OfficeWriter", swiftSettings: strict),
        tests("HouseTests", use: []),
        tests("GroundTests", use: ["Ground"]),
        tests("DocumentsTests", use: ["Documents", "Ground"]),
        tests("WorkingTimeTests", use: ["WorkingTime", "Ground"]),
        tests("WorkflowsTests", use: ["Workflows", "Ground", "Documents"]),
        tests("GeographyTests", use: ["Geography", "Ground", "CGEOS"]),
        tests("BudgetVotingTests", use: ["BudgetVoting", "Ground", "concentric"]),
        tests("OpinionMapTests", use: ["OpinionMap", "Ground"]),
        tests("CompositeIndexTests", use: ["CompositeIndex", "Ground"]),
        tests("XFormsTests", use: ["XForms", "Ground", "Documents", "concentric"]),
        tests("SurveySamplingTests", use: ["SurveySampling", "Ground", "concentric"]),
        .executableTarget(name: "TrackWriter", dependencies: ["Trajectories", "Ground"], path: "Tests/TrackWriter", swiftSettings: strict),
        tests("TrajectoriesTests", use: ["Trajectories", "TrackWriter", "Ground", crypto]),
        tests("StoreTests", use: ["Store", "StoreTestSupport", "StoreWriter", "Ground", crypto]),
        tests("CityTests", use: ["City", "Documents", "Ground", "Geography", "WorkingTime", "Workflows"]),
        tests(
            "CasesTests",
            use: [
                "Cases", "Accounts", "City", "Store", "StoreTestSupport", "Workflows", "WorkingTime", "Geography", "Ground", crypto,
            ]),
        tests(
            "IndicatorsTests",
            use: [
                "Indicators", "CompositeIndex", "Documents", "Ground", "Store", "StoreTestSupport", "City", "Accounts", "Cases", "Workflows",
                "concentric",
            ]),
        tests(
            "RehearsalTests",
            use: ["Rehearsal", "Cases", "Accounts", "City", "Store", "StoreTestSupport", "Geography", "Ground"]),
        tests("AccountsTests", use: ["Accounts", "City", "Store", "StoreTestSupport", "Ground"]),
        tests(
            "EnduranceTests",
            use: ["Cases", "Accounts", "City", "Store", "StoreTestSupport", "OfficeWriter", "Workflows", "Ground", crypto]),
        tests(
            "DeviceGatewayTests",
            use: [
                "DeviceGateway", "Trajectories", "Ground", "StoreTestSupport", "concentric", crypto, nioCore, nioEmbedded, nioHTTP1, nioPosix,
            ]),
        tests(
            "WebTests",
            use: [
                "Web", "Cases", "Accounts", "City", "Store", "StoreTestSupport", "Workflows", "XForms", "Ground", "concentric", hummingbird,
                hummingbirdTesting,
            ]),
    ],
    swiftLanguageModes: [.v6]
)
