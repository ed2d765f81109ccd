// swift-tools-version: 6.2
import PackageDescription

// The module graph as data. An edge here is the only permission to import; Scripts/check-imports proves it.

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
    swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "Sente",
  platforms: [.macOS("26.0")],
  products: [
    .library(name: "Sente", targets: ["Sente"]),
    .library(name: "SenteTestSupport", targets: ["SenteTestSupport"]),
    .executable(name: "sente", targets: ["SenteCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // layer 0
    .target(
      name: "CSenteKernels", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    library("SentePrimitives"),
    library("SentePictures", ["SentePrimitives"]),
    // layer 1
    library("SenteCompute", ["CSenteKernels", "SentePrimitives"]),
    library("SenteGames", ["SentePrimitives"]),
    library("SenteRuns", ["SentePrimitives"]),
    // layer 2
    library("SenteNetworks", ["SenteCompute", "SentePrimitives"]),
    library("SenteSearch", ["SenteGames", "SentePrimitives"]),
    library("SenteEnvironments", ["SentePrimitives"]),
    library("SenteComparison", ["SentePictures", "SenteRuns", "SentePrimitives"]),
    // layer 3
    library("SenteEngines", ["SenteSearch", "SenteGames", "SentePrimitives"]),
    library(
      "SenteSelfPlay",
      ["SenteNetworks", "SenteCompute", "SenteSearch", "SenteGames", "SentePrimitives"]),
    library(
      "SenteAgents", ["SenteNetworks", "SenteCompute", "SenteEnvironments", "SentePrimitives"]),
    // layer 4
    library(
      "SenteTraining",
      [
        "SenteAgents", "SenteSelfPlay", "SenteEnvironments", "SenteGames", "SenteNetworks",
        "SenteCompute", "SenteRuns", "SentePrimitives",
      ]),
    // layer 5
    .target(
      name: "Sente",
      dependencies: [
        "SenteTraining", "SenteAgents", "SenteSelfPlay", "SenteEngines", "SenteSearch",
        "SenteEnvironments", "SenteGames", "SenteNetworks", "SenteCompute", "SenteComparison",
        "SentePictures", "SenteRuns", "SentePrimitives",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "SenteCommand",
      dependencies: [
        "SenteTraining", "SenteAgents", "SenteSelfPlay", "SenteEngines", "SenteSearch",
        "SenteEnvironments", "SenteGames", "SenteNetworks", "SenteCompute", "SenteComparison",
        "SentePictures", "SenteRuns", "SentePrimitives",
        argumentParser,
      ],
      swiftSettings: settings),
    // beside
    library(
      "SenteTestSupport",
      [
        "SenteAgents", "SenteNetworks", "SenteEnvironments", "SenteSearch", "SenteGames",
        "SenteCompute", "SentePrimitives",
      ]),
    tests("SentePrimitives", ["SenteTestSupport"]),
    tests("SenteCompute", ["SenteTestSupport", "SentePrimitives"]),
    tests(
      "SenteNetworks", ["SenteTestSupport", "SenteCompute", "SentePrimitives"],
      exclude: ["Fixtures"]),
    tests("SenteEnvironments", ["SenteTestSupport", "SentePrimitives"], exclude: ["Fixtures"]),
    tests(
      "SenteAgents",
      [
        "SenteTestSupport", "SenteEnvironments", "SenteNetworks", "SenteCompute", "SentePrimitives",
      ]),
    tests("SenteGames", ["SenteTestSupport", "SentePrimitives"]),
    tests("SenteEngines", ["SenteSearch", "SenteGames", "SentePrimitives"]),
    tests(
      "SenteSelfPlay",
      [
        "SenteTestSupport", "SenteNetworks", "SenteCompute", "SenteSearch", "SenteGames",
        "SentePrimitives",
      ]),
    tests("SenteSearch", ["SenteTestSupport", "SenteGames", "SentePrimitives"]),
    tests("SenteRuns", ["SenteTestSupport", "SentePrimitives"]),
    tests("SentePictures"),
    tests("SenteComparison", ["SentePictures", "SenteRuns", "SentePrimitives"]),
    tests(
      "SenteTraining",
      ["SenteTestSupport", "SenteAgents", "SenteEnvironments", "SenteRuns", "SentePrimitives"]),
  ]
)
