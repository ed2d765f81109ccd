// What `import Sente` brings: every module that a program over Sente writes against.
@_exported public import SenteAgents
@_exported public import SenteComparison
@_exported public import SenteCompute
@_exported public import SenteEngines
@_exported public import SenteEnvironments
@_exported public import SenteGames
@_exported public import SenteNetworks
@_exported public import SentePictures
@_exported public import SentePrimitives
@_exported public import SenteRuns
@_exported public import SenteSearch
@_exported public import SenteSelfPlay
@_exported public import SenteTraining
