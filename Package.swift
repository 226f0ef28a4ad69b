// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A target of ours: its folder says on which floor of the house it stands.
func room(_ name: String, in floor: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(floor)\(name)", swiftSettings: strict)
}

/// The tests of a target, or of several together.
func tests(_ name: String, use dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "concentric",
    products: [],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Ground: what every floor stands on.
        .systemLibrary(name: "CZlib", path: "Sources/CZlib"),
        room("Ground", in: "", uses: ["CZlib"]),
        room("Documents", in: "", uses: ["Ground", "Yams"]),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        tests("GroundTests", use: ["Ground"]),
        tests("DocumentsTests", use: ["Documents", "Ground"]),
    ],
    swiftLanguageModes: [.v6]
)
