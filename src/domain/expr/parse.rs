//! Reads a condition. Names are not checked here: that needs the whole catalogue.

use super::lex::{Token, tokens};
use super::{Comparison, CountOf, Expr, LevelTest, Operand, Reach, Reference, Span, Subject, TickTest};
use crate::domain::{FindingCode, LevelId, Stage, Text};
use jiff::civil::Date;

/// Why a condition cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExprFault {
    /// Byte range in the condition.
    pub span: Span,
    /// What was expected.
    pub expected: Text,
}

/// Reads a condition.
///
/// # Errors
/// The first place that cannot be read, with what was expected there.
pub fn parse(text: &str) -> Result<Expr, ExprFault> {
    let mut parser = Parser {
        tokens: tokens(text),
        at: 0,
        end: text.len(),
        depth: 0,
    };
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.fault("“and”“or”或者结尾", "\"and\", \"or\" or the end")),
    }
}

const MAX_DEPTH: usize = 64;

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    end: usize,
    depth: usize,
}

type Parsed<T> = Result<T, ExprFault>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn span(&self) -> Span {
        self.tokens.get(self.at).map_or((self.end, self.end), |(_, span)| *span)
    }

    fn fault(&self, zh: &str, en: &str) -> ExprFault {
        ExprFault {
            span: self.span(),
            expected: Text::new(zh, en),
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(next)) if next == word);
        self.at += usize::from(found);
        found
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(found);
        found
    }

    fn need_sign(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) {
            Ok(())
        } else {
            Err(self.fault(&format!("“{sign}”"), &format!("\"{sign}\"")))
        }
    }

    fn word(&mut self) -> Parsed<(String, Span)> {
        let span = self.span();
        let Some(Token::Word(word)) = self.peek() else {
            return Err(self.fault("一个名称", "a name"));
        };
        let word = word.clone();
        self.at += 1;
        Ok((word, span))
    }

    fn number(&mut self) -> Parsed<i64> {
        let Some(Token::Number(number)) = self.peek() else {
            return Err(self.fault("一个数", "a number"));
        };
        let number = *number;
        self.at += 1;
        Ok(number)
    }

    fn or(&mut self) -> Parsed<Expr> {
        let mut parts = vec![self.and()?];
        while self.take_word("or") {
            parts.push(self.and()?);
        }
        Ok(one_or(parts, Expr::Or))
    }

    fn and(&mut self) -> Parsed<Expr> {
        let mut parts = vec![self.not()?];
        while self.take_word("and") {
            parts.push(self.not()?);
        }
        Ok(one_or(parts, Expr::And))
    }

    fn not(&mut self) -> Parsed<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault("较浅的括号嵌套", "fewer nested brackets"));
        }
        let found = if self.take_word("not") {
            Expr::Not(Box::new(self.not()?))
        } else {
            self.atom()?
        };
        self.depth -= 1;
        Ok(found)
    }

    fn atom(&mut self) -> Parsed<Expr> {
        if self.take_sign("(") {
            let inner = self.or()?;
            self.need_sign(")")?;
            return Ok(inner);
        }
        let (word, span) = self.word()?;
        if self.take_sign("(") {
            self.call(&word, span)
        } else {
            self.test(&word, span)
        }
    }

    fn call(&mut self, name: &str, span: Span) -> Parsed<Expr> {
        let expr = match name {
            "empty" => self.about(Expr::Empty),
            "given" => self.about(Expr::Given),
            "named" => self.about(Expr::Named),
            "unknown" => self.about(Expr::Unknown),
            "hidden" => self.about(Expr::Hidden),
            "any" | "all" | "count" => return self.rows(name),
            "ticked" => return self.ticked(),
            "evidence" => self.evidence(),
            "open" => self.codes(Reach::Open),
            "blocking" => self.codes(Reach::Blocking),
            "any-open" => self.codes(Reach::Anywhere),
            "level" => return self.level(None),
            "inherent" => return self.level(Some(Stage::Inherent)),
            "attained" => return self.level(Some(Stage::Attained)),
            "expected" => return self.level(Some(Stage::Expected)),
            "months-between" => return self.months(),
            "possibly" => self.or().map(|inner| Expr::Possibly(Box::new(inner))),
            _ => {
                self.at -= 1;
                let expected = Text::new(
                    format!("已知的函数，而不是“{name}”"),
                    format!("a known function, not \"{name}\""),
                );
                Err(ExprFault { span, expected })
            }
        }?;
        self.need_sign(")")?;
        Ok(expr)
    }

    fn about(&mut self, make: fn(Reference) -> Expr) -> Parsed<Expr> {
        self.reference().map(make)
    }

    fn reference(&mut self) -> Parsed<Reference> {
        let (word, span) = self.word()?;
        reference(&word, span)
    }

    fn rows(&mut self, name: &str) -> Parsed<Expr> {
        let (record, span) = self.word()?;
        self.need_sign(",")?;
        let body = Box::new(self.or()?);
        self.need_sign(")")?;
        let record = record.into();
        Ok(match name {
            "any" => Expr::Any(record, span, body),
            "all" => Expr::All(record, span, body),
            _ => {
                let comparison = self.comparison()?;
                if self.take_word("count") {
                    let left = CountOf { record, span, body };
                    return Ok(Expr::CountBoth(left, comparison, self.counted()?));
                }
                Expr::Count(record, span, body, comparison, self.number()?)
            }
        })
    }

    fn counted(&mut self) -> Parsed<CountOf> {
        self.need_sign("(")?;
        let (record, span) = self.word()?;
        self.need_sign(",")?;
        let body = Box::new(self.or()?);
        self.need_sign(")")?;
        Ok(CountOf {
            record: record.into(),
            span,
            body,
        })
    }

    fn ticked(&mut self) -> Parsed<Expr> {
        let left = self.reference()?;
        self.need_sign(",")?;
        let options = self.list()?;
        self.need_sign(")")?;
        let comparison = self.comparison()?;
        Ok(Expr::TickCount {
            left,
            options,
            comparison,
            number: self.number()?,
        })
    }

    fn evidence(&mut self) -> Parsed<Expr> {
        let question = self.reference()?;
        let kind = if self.take_sign(",") {
            Some(self.word()?.0)
        } else {
            None
        };
        Ok(Expr::Evidence(question, kind))
    }

    fn codes(&mut self, reach: Reach) -> Parsed<Expr> {
        let mut codes = Vec::new();
        loop {
            let (code, span) = self.word()?;
            codes.push((FindingCode::from(code), span));
            if !self.take_sign(",") {
                return Ok(Expr::Finding(codes, reach));
            }
        }
    }

    fn level(&mut self, stage: Option<Stage>) -> Parsed<Expr> {
        let (judgement, span) = self.word()?;
        self.need_sign(")")?;
        let test = self.level_test()?;
        Ok(Expr::Level {
            judgement: judgement.into(),
            span,
            stage,
            test,
        })
    }

    fn level_test(&mut self) -> Parsed<LevelTest> {
        if self.take_sign("=") {
            return Ok(LevelTest::In(vec![self.word()?.0.into()]));
        }
        if self.take_sign("!=") {
            return Ok(LevelTest::NotIn(vec![self.word()?.0.into()]));
        }
        if self.take_word("in") {
            return self.levels().map(LevelTest::In);
        }
        if self.take_word("not") && self.take_word("in") {
            return self.levels().map(LevelTest::NotIn);
        }
        if self.take_word("worse") && self.take_word("than") {
            return Ok(LevelTest::Worse(self.word()?.0.into()));
        }
        if self.take_word("better") && self.take_word("than") {
            return Ok(LevelTest::Better(self.word()?.0.into()));
        }
        Err(self.fault(
            "“=”“in”“worse than”或者“better than”",
            "\"=\", \"in\", \"worse than\" or \"better than\"",
        ))
    }

    fn levels(&mut self) -> Parsed<Vec<LevelId>> {
        self.need_sign("[")?;
        let mut found = vec![self.word()?.0.into()];
        while self.take_sign(",") {
            found.push(self.word()?.0.into());
        }
        self.need_sign("]")?;
        Ok(found)
    }

    fn months(&mut self) -> Parsed<Expr> {
        let from = self.reference()?;
        self.need_sign(",")?;
        let to = self.reference()?;
        self.need_sign(")")?;
        let comparison = self.comparison()?;
        Ok(Expr::Months(from, to, comparison, self.number()?))
    }

    fn test(&mut self, word: &str, span: Span) -> Parsed<Expr> {
        if !word.contains('.') {
            return Ok(Expr::Defined(word.into(), span));
        }
        let left = reference(word, span)?;
        if self.take_word("has") {
            return self.ticks(left, TickTest::HasAny, TickTest::HasAll, TickTest::HasAny);
        }
        if self.take_word("lacks") {
            return self.ticks(left, TickTest::LacksAny, TickTest::LacksAll, TickTest::LacksAny);
        }
        if self.take_word("only") {
            return Ok(Expr::Ticks {
                left,
                test: TickTest::Only,
                options: self.list()?,
            });
        }
        if self.take_word("in") {
            return Ok(Expr::Is {
                left,
                values: self.list()?,
                negated: false,
            });
        }
        if self.take_word("not") {
            if !self.take_word("in") {
                return Err(self.fault("“in”", "\"in\""));
            }
            return Ok(Expr::Is {
                left,
                values: self.list()?,
                negated: true,
            });
        }
        let comparison = self.comparison()?;
        let right = self.operand()?;
        Ok(compared(left, comparison, right))
    }

    fn ticks(&mut self, left: Reference, any: TickTest, all: TickTest, bare: TickTest) -> Parsed<Expr> {
        if self.take_word("any") {
            return Ok(Expr::Ticks {
                left,
                test: any,
                options: self.list()?,
            });
        }
        if self.take_word("all") {
            return Ok(Expr::Ticks {
                left,
                test: all,
                options: self.list()?,
            });
        }
        let option = self.operand()?;
        Ok(Expr::Ticks {
            left,
            test: bare,
            options: vec![option],
        })
    }

    fn comparison(&mut self) -> Parsed<Comparison> {
        const SIGNS: [(&str, Comparison); 6] = [
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
            ("!=", Comparison::Differs),
        ];
        let found = SIGNS
            .iter()
            .find(|(sign, _)| self.take_sign(sign))
            .map(|(_, comparison)| *comparison);
        found.ok_or_else(|| {
            self.fault(
                "比较符号，如“=”“in”“has”",
                "a comparison such as \"=\", \"in\" or \"has\"",
            )
        })
    }

    fn list(&mut self) -> Parsed<Vec<Operand>> {
        self.need_sign("[")?;
        let mut found = vec![self.operand()?];
        while self.take_sign(",") {
            found.push(self.operand()?);
        }
        self.need_sign("]")?;
        Ok(found)
    }

    fn operand(&mut self) -> Parsed<Operand> {
        let span = self.span();
        let operand = match self.peek() {
            Some(Token::Number(number)) => Operand::Number(*number),
            Some(Token::Key(record)) => Operand::Key(record.as_str().into(), span),
            Some(Token::Word(word)) => word_operand(word, span)?,
            _ => return Err(self.fault("一个选项、数、日期或者“@”", "an option, a number, a date or \"@\"")),
        };
        self.at += 1;
        Ok(operand)
    }
}

fn compared(left: Reference, comparison: Comparison, right: Operand) -> Expr {
    let about_option = matches!(right, Operand::Word(..) | Operand::Key(..));
    match comparison {
        Comparison::Equal if about_option => Expr::Is {
            left,
            values: vec![right],
            negated: false,
        },
        Comparison::Differs if about_option => Expr::Is {
            left,
            values: vec![right],
            negated: true,
        },
        _ => Expr::Compare {
            left,
            comparison,
            right,
        },
    }
}

fn one_or(mut parts: Vec<Expr>, make: fn(Vec<Expr>) -> Expr) -> Expr {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            make(parts)
        }
        (_, None) => make(parts),
    }
}

fn word_operand(word: &str, span: Span) -> Parsed<Operand> {
    if let Ok(date) = word.parse::<Date>() {
        return Ok(Operand::Date(date));
    }
    if word.contains('.') {
        return reference(word, span).map(Operand::Reference);
    }
    Ok(Operand::Word(word.into(), span))
}

fn reference(word: &str, span: Span) -> Parsed<Reference> {
    let mut parts = word.split('.');
    let (first, second) = (parts.next(), parts.next());
    let (third, fourth) = (parts.next(), parts.next());
    let subject = match (first, second, third, fourth, parts.next()) {
        (Some("computed"), Some(name), None, None, None) => Subject::Computed(name.to_owned()),
        (Some(module), Some(name), row, Some(column), None) => Subject::Question {
            question: format!("{module}.{name}").into(),
            row: row.map(Into::into),
            column: Some(column.into()),
        },
        (Some(module), Some(name), column, None, None) => Subject::Question {
            question: format!("{module}.{name}").into(),
            row: None,
            column: column.map(Into::into),
        },
        _ => {
            let expected = Text::new(
                "“模块.题目”或者“模块.题目.列”",
                "\"module.question\" or \"module.question.column\"",
            );
            return Err(ExprFault { span, expected });
        }
    };
    Ok(Reference {
        subject,
        span,
        place: None,
    })
}

#[cfg(test)]
mod tests;
