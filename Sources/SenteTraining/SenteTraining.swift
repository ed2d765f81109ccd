// SenteTraining
