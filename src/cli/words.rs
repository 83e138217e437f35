//! The command line with words in the user's language.

use super::Cli;
use crate::i18n::{CommandLine, Messages};
use clap::{Arg, ArgAction, Command, CommandFactory};

/// The command with every help text in the language of `messages`.
pub fn command(messages: &'static Messages) -> Command {
    let words = &messages.cli;
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .global(true);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    let root = Cli::command().about(words.about.clone()).arg(help).arg(version);
    translate(root, words, &[])
}

/// `path` is the subcommands up to this one, without the program's name.
fn translate(command: Command, words: &'static CommandLine, path: &[String]) -> Command {
    let name = path.join(".");
    let command = match words.commands_about.get(&name) {
        Some(about) => command.about(about.clone()),
        None => command,
    };
    let command = command
        .bin_name(
            ["pipia"]
                .into_iter()
                .chain(path.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join(" "),
        )
        .subcommand_help_heading(words.commands.as_str())
        .subcommand_value_name(words.command.as_str())
        .long_about(None)
        .mut_args(|arg| describe(arg, words, &name));
    let command = command.mut_subcommands(|inner| {
        let path: Vec<String> = path.iter().cloned().chain([inner.get_name().to_owned()]).collect();
        translate(inner, words, &path)
    });
    with_usage(command, words)
}

fn describe(arg: Arg, words: &'static CommandLine, command: &str) -> Arg {
    let heading = if arg.is_positional() {
        &words.arguments
    } else {
        &words.options
    };
    let own = words.arguments_about.get(&key(command, &arg));
    let help = own
        .or_else(|| words.arguments_about.get(arg.get_id().as_str()))
        .cloned()
        .unwrap_or_default();
    let takes_value = arg.get_action().takes_values();
    // What every command has comes last.
    let arg = if arg.is_global_set() {
        arg.display_order(900)
    } else {
        arg
    };
    arg.help(help)
        .long_help(None)
        .help_heading(heading.as_str())
        .hide_possible_values(takes_value)
}

fn key(command: &str, arg: &Arg) -> String {
    [command, arg.get_id().as_str()].join(".")
}

/// The usage line is clap's, its two English words are ours.
fn with_usage(command: Command, words: &CommandLine) -> Command {
    let usage = command.clone().render_usage().to_string();
    let usage = usage
        .trim_start_matches("Usage:")
        .trim()
        .replace("[OPTIONS]", &words.options_token);
    let template = format!("{{about-with-newline}}\n{}\n  {usage}\n\n{{all-args}}", words.usage);
    command.help_template(template)
}

/// A rendered help text with headings as Chinese writes them; clap puts a half-width colon behind each.
pub fn polish(help: &str, words: &CommandLine) -> String {
    let headings = [&words.commands, &words.arguments, &words.options];
    let line = |line: &str| match line.strip_suffix(':') {
        Some(heading) if headings.iter().any(|known| *known == heading) => [heading, words.colon.as_str()].concat(),
        _ => line.to_owned(),
    };
    help.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use std::collections::BTreeSet;

    fn walk(command: &Command, path: &str, found: &mut dyn FnMut(&str, &Command)) {
        found(path, command);
        for inner in command.get_subcommands() {
            let path = [path, inner.get_name()].join(".");
            walk(inner, path.trim_start_matches('.'), found);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_own_words_and_no_word_is_stray() {
        for lang in Lang::ALL {
            let words = &Messages::of(lang).cli;
            let (mut commands, mut arguments) = (BTreeSet::new(), BTreeSet::new());
            walk(&command(Messages::of(lang)), "", &mut |path, command| {
                assert!(
                    command.get_about().is_some_and(|about| !about.to_string().is_empty()),
                    "{path}"
                );
                commands.extend((!path.is_empty()).then(|| path.to_owned()));
                for arg in command.get_arguments() {
                    let own = key(path, arg);
                    let name = if words.arguments_about.contains_key(&own) {
                        own
                    } else {
                        arg.get_id().to_string()
                    };
                    assert_eq!(
                        arg.get_help().map(ToString::to_string).as_ref(),
                        words.arguments_about.get(&name),
                        "{path} {name}"
                    );
                    arguments.insert(name);
                }
            });
            assert_eq!(commands, words.commands_about.keys().cloned().collect());
            assert_eq!(arguments, words.arguments_about.keys().cloned().collect());
        }
    }

    #[test]
    fn chinese_help_has_no_english_words_of_claps() {
        let mut root = command(Messages::of(Lang::Zh));
        root.build();
        walk(&root, "", &mut |path, command| {
            let help = command.clone().render_long_help().to_string();
            for word in [
                "Usage",
                "Options",
                "Arguments",
                "Commands",
                "OPTIONS",
                "Print help",
                "default",
                "possible",
            ] {
                assert!(!help.contains(word), "{path}: {word}\n{help}");
            }
        });
    }

    #[test]
    fn the_definitions_are_sound() {
        for lang in Lang::ALL {
            command(Messages::of(lang)).debug_assert();
        }
    }
}
