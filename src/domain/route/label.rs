//! What the facts and routes are called.

use super::{Fact, Kind, Route};
use crate::domain::Text;

impl Route {
    /// The route in plain words.
    pub fn label(self) -> Text {
        match self {
            Self::NotOutbound => Text::new("不属于出境", "not an outbound transfer"),
            Self::Exempt => Text::new(
                "免予安全评估、标准合同、认证",
                "exempt from assessment, contract and certification",
            ),
            Self::ContractOrCertification => Text::new(
                "个人信息出境标准合同或者个人信息出境认证",
                "standard contract or certification, as the processor chooses",
            ),
            Self::SecurityAssessment => {
                Text::new("申报数据出境安全评估", "security assessment of outbound data transfers")
            }
        }
    }
}

impl Fact {
    /// The key in a facts file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsOf => "as_of",
            Self::Exporter => "exporter",
            Self::CriticalInfrastructureOperator => "critical_infrastructure_operator",
            Self::FreeTradeZone => "free_trade_zone",
            Self::NegativeListRoute => "negative_list_route",
            Self::SmallProcessor => "small_processor",
            Self::DeduplicatedPeople(Kind::Ordinary) => "deduplicated_people_ordinary",
            Self::DeduplicatedPeople(Kind::Sensitive) => "deduplicated_people_sensitive",
            Self::Transfer => "transfer",
            Self::Outbound => "outbound",
            Self::PersonalInformation => "personal_information",
            Self::ImportantData => "important_data",
            Self::Origin => "origin",
            Self::Necessity => "necessity",
            Self::LabourRules => "labour_rules",
            Self::CollectiveContract => "collective_contract",
            Self::People(Kind::Ordinary) => "people_ordinary",
            Self::People(Kind::Sensitive) => "people_sensitive",
            Self::PeopleBeyondNecessity(Kind::Ordinary) => "people_ordinary_beyond_necessity",
            Self::PeopleBeyondNecessity(Kind::Sensitive) => "people_sensitive_beyond_necessity",
        }
    }

    /// The fact in plain words.
    pub fn label(self) -> Text {
        let (zh, en) = match self {
            Self::AsOf => ("统计日", "the day up to which people were counted"),
            Self::Exporter => ("由谁向境外提供", "who sends"),
            Self::CriticalInfrastructureOperator => (
                "是否被认定为关键信息基础设施运营者",
                "whether the organisation is a critical information infrastructure operator",
            ),
            Self::FreeTradeZone => (
                "是否适用自由贸易试验区负面清单",
                "whether a free trade zone's negative list applies",
            ),
            Self::NegativeListRoute => (
                "负面清单对清单内数据规定的机制",
                "the mechanism the negative list prescribes",
            ),
            Self::SmallProcessor => (
                "是否属于小型个人信息处理者（不满10万人）",
                "whether it is a small processor (fewer than 100,000 people)",
            ),
            Self::DeduplicatedPeople(Kind::Ordinary) => (
                "全部计入人数去重后的总数（一般个人信息）",
                "the total of all counted people, each once (ordinary personal information)",
            ),
            Self::DeduplicatedPeople(Kind::Sensitive) => (
                "全部计入人数去重后的总数（敏感个人信息）",
                "the total of all counted people, each once (sensitive personal information)",
            ),
            Self::Transfer => ("有哪些出境场景", "which transfers there are"),
            Self::Outbound => (
                "是否向境外发送或者供境外访问",
                "whether anything is sent or opened abroad",
            ),
            Self::PersonalInformation => ("是否含个人信息", "whether it holds personal information"),
            Self::ImportantData => (
                "是否含已告知或者已公布的重要数据",
                "whether it holds data notified or published as important",
            ),
            Self::Origin => ("在境内还是境外收集", "whether it was collected in China or abroad"),
            Self::Necessity => ("为何必需", "what it is necessary for"),
            Self::LabourRules => ("有无依法制定的劳动规章制度", "whether labour rules were lawfully made"),
            Self::CollectiveContract => (
                "有无依法签订的集体合同",
                "whether a collective contract was lawfully signed",
            ),
            Self::People(Kind::Ordinary) => ("人数（一般个人信息）", "the people with ordinary personal information"),
            Self::People(Kind::Sensitive) => ("人数（敏感个人信息）", "the people with sensitive personal information"),
            Self::PeopleBeyondNecessity(Kind::Ordinary) => (
                "必要范围以外的人数（一般个人信息）",
                "the people the necessity does not cover (ordinary personal information)",
            ),
            Self::PeopleBeyondNecessity(Kind::Sensitive) => (
                "必要范围以外的人数（敏感个人信息）",
                "the people the necessity does not cover (sensitive personal information)",
            ),
        };
        Text::new(zh, en)
    }
}
