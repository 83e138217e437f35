//! Structures of very many fields with one word each. What serde derives for them are functions of tens of thousands of lines that take
//! the compiler minutes; here the words are read into a map, and each field takes its own out of it.

use std::collections::BTreeMap;

/// Words by name, and the names that were asked for in vain.
pub(crate) struct Named<T> {
    words: BTreeMap<String, T>,
    missing: Vec<&'static str>,
}

impl<T: Default> Named<T> {
    pub(crate) const fn new(words: BTreeMap<String, T>) -> Self {
        Self {
            words,
            missing: Vec::new(),
        }
    }

    /// The word of this name; a missing one is remembered.
    pub(crate) fn take(&mut self, name: &'static str) -> T {
        self.words.remove(name).unwrap_or_else(|| {
            self.missing.push(name);
            T::default()
        })
    }

    /// Every name was there and nothing is left over.
    pub(crate) fn finish(self) -> Result<(), String> {
        let left = self.words.into_keys().map(|name| format!("unknown field `{name}`"));
        let missing = self.missing.iter().map(|name| format!("missing field `{name}`"));
        let faults: Vec<String> = missing.chain(left).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults.join(", "))
        }
    }
}

/// `Deserialize` for a structure whose fields all have one type: exactly these names, each once.
macro_rules! by_name {
    ($name:ident: $type:ty { $($field:ident)* }) => {
        impl $name {
            fn named(words: std::collections::BTreeMap<String, $type>) -> Result<Self, String> {
                let mut words = $crate::i18n::Named::new(words);
                let read = Self { $($field: words.take(stringify!($field)),)* };
                words.finish().map(|()| read)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let words = std::collections::BTreeMap::deserialize(from)?;
                Self::named(words).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use by_name;

#[cfg(test)]
mod tests {
    #[derive(Debug, PartialEq)]
    struct Pair {
        left: String,
        right: String,
    }

    by_name! { Pair: String { left right } }

    #[test]
    fn every_name_is_needed_and_no_other_is_taken() {
        let read = |text: &str| toml::from_str::<Pair>(text).map_err(|error| error.message().to_owned());
        let (left, right) = ("a".to_owned(), "b".to_owned());
        assert_eq!(read("left = \"a\"\nright = \"b\""), Ok(Pair { left, right }));
        let refused = read("left = \"a\"\nmiddle = \"c\"").unwrap_err();
        assert_eq!(refused, "missing field `right`, unknown field `middle`");
        assert!(read("left = 1\nright = \"b\"").is_err());
    }
}
