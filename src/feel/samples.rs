//! Expressions that must be read: laws written out in the language, and cases of the DMN technology compatibility kit.

use super::parser::parse;

/// From laws on family support.
const LAWS: [&str; 51] = [
    "(sum(unified_family.unified_member_income) + unified_imputed_alimony) / 12 / unified_family_size",
    "(value_on(insurance_base_cap, date(base_year_1, 1, 1)) + value_on(insurance_base_cap, date(base_year_2, 1, 1))) / 730",
    "0",
    "0.40 * round half up(highest_daily * 30.4, 2)",
    "1 + count(members[capital_counted and (birth_date < who.birth_date or (birth_date = who.birth_date and order_in_birth < who.order_in_birth))])",
    "activities",
    "age_on(applicant, baby.birth_date) < 24",
    "annual_average <= 1.5 * value_on(subsistence_minimum.per_capita, date(on.year - 1, 12, 31))",
    "applicant.citizen_since <= on - 5 years",
    "awards[measure = federal.unified_benefit_child and until > on]",
    "capital_order = 1 and birth_date >= date(2020, 1, 1)",
    "count(cared_for_children) >= 1",
    "count(members[unified_idle and relation in (self, spouse)]) <= 1 and count(members[unified_idle and not(relation in (self, spouse))]) = 0",
    "count(properties[unified_counted_property and kind = car]) <= (if unified_two_allowed then 2 else 1)",
    "count(properties[unified_counted_property and kind = house]) <= 1 or sum(properties[unified_counted_property and kind = house].area_m2) <= house_area_per_member * unified_family_size",
    "count(unified_family[age < 18]) >= 4 and every p in properties[unified_counted_property and power_hp > 250 and on.year - year < 5] satisfies p.family_car",
    "count(unified_family[relation != spouse and (age < 18 or age < 23 and full_time_student)]) >= 2",
    "count(unified_window[(some a in activities satisfies (a.activity_excuses or a.kind = registered_unemployed) and item >= month_of(a.from) and item <= a.activity_last_month) or (some c in members satisfies c.unified_own_child and item >= month_of(c.birth_date) and item < month_of(birthday(c, 3)))])",
    "count(unified_window[item >= month_of(pregnancy_began)]) >= 6",
    "kind = treatment and (until >= from + 3 months or until = none and on >= from + 3 months)",
    "kind in (conscription, detention) and until != none",
    "max(1, days_in_year(base_year_1) + days_in_year(base_year_2) - excluded_days)",
    "max(carer.care_leave_from, for c in cared_for_children return c.birth_date + 18 months)",
    "max(min(count(cared_for_children) * one_care_benefit, average_monthly), count(cared_for_children) * care_benefit_minimum * district_coefficient)",
    "members[caring_for_child and insured]",
    "members[relation = child and birth_order = 2]",
    "members[relation in (child, adopted, ward, grandchild) and on < birth_date + 18 months]",
    "members[relation in (self, spouse) and sex = male and (sole_adopter or father_of_counted)]",
    "min(insured_base / base_days, highest_daily)",
    "min(max(0.40 * average_monthly, care_benefit_minimum * district_coefficient), highest_care_benefit)",
    "min(sum(income[taxable and month.year = base_year_1].amount), value_on(insurance_base_cap, date(base_year_1, 1, 1))) + min(sum(income[taxable and month.year = base_year_2].amount), value_on(insurance_base_cap, date(base_year_2, 1, 1)))",
    "min(unified_covered_months, unified_firm_months + 6)",
    "month_of(woman.due_on) + 1 month",
    "not(kind = wage and owner.age < 18)",
    "not(some e in members satisfies e.capital_can_start and e.capital_order < who.capital_order)",
    "not(who in applicant.rights_limited_for)",
    "parent.tax_paid_last_year - 0.06 * parent.tax_base_last_year",
    "some m in unified_family satisfies m.disability != none",
    "some r in unified_running satisfies who.birth_date >= r.from",
    "sum(deposit_interest[year = on.year - 1 and not(closed_on <= on - 6 months)].amount)",
    "sum(income[month in unified_window and kind in (wage, self_employment, business)].amount)",
    "sum(members.unified_base) / unified_family_size",
    "sum(members[family_payment_member].income_of_last_year) / 12 / count(members[family_payment_member])",
    "sum(properties[unified_counted_property and kind = land].area_ha) <= (if locality_kind = urban then 0.25 else 1)",
    "unified_average + 0.50 * unified_bases_per_head > subsistence_minimum.per_capita",
    "unified_earnings >= earnings_multiple * minimum_wage * (12 - unified_free_months) / 12",
    "unified_family_member and age >= 18 and able_bodied and not(unified_excused) and not(unified_earned_enough)",
    "unified_self_employment >= 2 * minimum_wage * (12 - unified_free_months) / 12",
    "value_on(average_wage, on - 1 year, subject)",
    "value_on(minimum_wage, leave_from) * 24 / 730",
    "woman.maternity_daily * woman.maternity_days",
];

/// From the kit; whether they have a value in rules is for the checker to say.
const KIT: [&str; 59] = [
    "abs(1)",
    "all([true, false, true])",
    "any([123, false])",
    "any()",
    "false and false",
    "true or false",
    "not(true)",
    "true != true",
    "[1,2,[3, 4]] = [1,2,[3, 4]]",
    "[] = []",
    "100[1] = 100",
    "(1..10] = ]1..10]",
    "[1..10) = [1..10[",
    "[1,2,3][0]",
    "true[1]",
    r#"date("2018-12-03") between date("2018-12-02") and date("2018-12-04")"#,
    "true in true",
    "true in (false, true)",
    "true in (=true)",
    "true in =false",
    r#"date("2018-12-08") in [date("2018-12-08"),date("2018-12-09"),date("2018-12-10")]"#,
    r#"date("2018-12-11") in [[date("2018-12-05") .. date("2018-12-07")], [date("2018-12-10") .. date("2018-12-12")]]"#,
    r#"date("2018-12-05") in (date("2018-12-04"), >=date("2018-12-06"))"#,
    "[1,2,3] in [[1,2,3], [1,2,3,4]]",
    "[1,2,3] in ([[1,2,3,4]], [[1,2,3,5]])",
    "[1,2,3] in =[1,2,3]",
    "1 in [2..4)",
    "10 in (1, 5, 9)",
    r#""d" in ("c", < "c", >="d")"#,
    "1 + /* 1 + */ 1",
    "1 + // eol comment\n                1",
    "/*\n                some intro waffle\n                */\n                1 + 1 // and stuff",
    "true ** 4",
    r#"[1,2,"foo"]"#,
    "-10",
    "-10 + -5",
    r#"string("foo" + "bar")"#,
    "5 ** -2",
    r#"-10 * @"-P1Y""#,
    "-.872",
    "is(true, true)",
    "(-10)+(-5)",
    "(10+20)-(-5+3)",
    "(5+2)**5",
    "5+2**5+3",
    "5+2**(5+3)",
    "10 + 20 / (-5 - 3)",
    "decimal(1/3, 2)",
    "ceiling(-1.5)",
    "date(null,2,1)",
    "string(date(-999999999,12,31))",
    "date(2017,-8,2)",
    "date([])",
    "years and months duration([],[])",
    "round up(-5.5, 0)",
    "round up(5.5, (6176 + 1))",
    "round down(1234,null)",
    "round half up(5.5, (-6111 - 1))",
    r#"round half down(5.5, "0")"#,
];

/// From the kit, outside the language: how the refusal begins.
const REFUSED: [(&str, &str); 5] = [
    ("false = null", "a rule cannot ask"),
    ("12300 = 1.23e4", "a number has no exponent"),
    ("0.000123 = 1.23e-4", "a number has no exponent"),
    ("(< 10) = (null..10)", "nothing stands before `<`"),
    ("(=10) = [10..10]", "nothing stands before `=`"),
];

/// Reads a text and reads its canonical text again.
fn is_read(text: &str) {
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(errors) => panic!("{text}: {errors:?}"),
    };
    assert_eq!(parse(&expr.to_string()), Ok(expr), "{text}");
}

#[test]
fn expressions_of_laws_are_read() {
    LAWS.into_iter().for_each(is_read);
}

#[test]
fn expressions_of_the_kit_are_read() {
    KIT.into_iter().for_each(is_read);
}

#[test]
fn what_is_outside_the_language_is_refused_with_a_reason() {
    for (text, reason) in REFUSED {
        let errors = parse(text).unwrap_err();
        assert!(errors[0].message.starts_with(reason), "{errors:?}");
    }
}
