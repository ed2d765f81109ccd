// SenteTestSupport
