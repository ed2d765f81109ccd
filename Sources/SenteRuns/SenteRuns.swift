// SenteRuns
