//! What a person sees: typed pages, rendered by askama; one stylesheet; colours from an accent.
