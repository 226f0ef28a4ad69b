// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A target of ours; its folder says on which floor of the house it stands.
func room(_ name: String, in floor: String = "", uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(floor)\(name)", swiftSettings: strict)
}

/// The tests of a room.
func tests(_ name: String, use dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "concentric",
    products: [],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2")
    ],
    targets: [
        // The ground: what every floor stands on.
        .systemLibrary(name: "CZlib", path: "Sources/CZlib"),
        room("Ground", uses: ["CZlib"]),
        room("Documents", uses: ["Ground", yams]),

        // Engines: pure computation, each usable by itself.
        room("BudgetVoting", in: "Engines/", uses: ["Ground"]),

        // Tests.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        tests("HouseTests", use: []),
        tests("GroundTests", use: ["Ground"]),
        tests("DocumentsTests", use: ["Documents", "Ground"]),
        tests("BudgetVotingTests", use: ["BudgetVoting", "Ground"]),
    ],
    swiftLanguageModes: [.v6]
)
