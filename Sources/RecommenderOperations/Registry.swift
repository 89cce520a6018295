// RecommenderOperations
