@_exported public import SentePrimitives
