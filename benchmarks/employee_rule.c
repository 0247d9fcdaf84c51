/* The rule sim.employees.work, written by hand: the limit of what this machine can do with it.

   Tables are the same memory as in the model. Their layout (ROW_..., AT_...), constants (P_...) and
   sizes come from employee_rule_layout.h, which employee_rule.py writes from the declarations.
   Every operation is in the same order as in the model, so that both give the same bits. */

#include <math.h>
#include <stdint.h>
#include "employee_rule_layout.h"

#define REAL(table, row, at) (*(double *)((table) + (row) * ROW_##table + (at)))
#define WHOLE(table, row, column) \
    (*(TYPE_##table##_##column *)((table) + (row) * ROW_##table + AT_##table##_##column))
#define REAL_AT(table, row, at, place) REAL(table, row, (at) + 8 * (place))
#define WHOLE_AT(table, row, column, place) ((&WHOLE(table, row, column))[place])

static const double LOGISTIC_DEVIATION = 3.141592653589793 / 1.7320508075688772;

static inline uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

static inline double uniform_at(uint64_t key, uint64_t entity, uint64_t k) {
    uint64_t word = mix(key + entity * 0x9E3779B97F4A7C15ULL);
    word = mix(word + k * 0xD1B54A32D192ED03ULL + 0x9E3779B97F4A7C15ULL);
    return (double)(word >> 12) * 0x1p-52 + 0x1p-53;
}

static inline double least(double a, double b) { return b < a ? b : a; }
static inline double most(double a, double b) { return b > a ? b : a; }

static double colleagues_use(char *employees, int64_t row, int64_t slot) {
    double total = 0.0;
    int64_t count = 0, department = WHOLE(employees, row, department);
    for (int64_t place = 0; place < COLLEAGUES_MAX; place++) {
        int64_t other = WHOLE_AT(employees, row, colleagues, place);
        if (other < 0) continue;
        if (WHOLE(employees, other, department) == department) {
            total += REAL_AT(employees, other, AT_employees_usage_before, slot);
            count++;
        } else if (REAL(employees, other, AT_employees_mean_use) >= 0.0) {
            total += REAL(employees, other, AT_employees_mean_use);
            count++;
        }
    }
    return count > 0 ? total / count : -1.0;
}

static void experience(char *employees, int64_t row, int64_t slot, double useful, double seen,
                       double luck, const double *p) {
    double proficiency = REAL_AT(employees, row, AT_employees_proficiency, slot);
    double belief = REAL_AT(employees, row, AT_employees_belief, slot);
    double use = REAL_AT(employees, row, AT_employees_usage, slot);
    double signal = useful * (0.6 + 0.4 * proficiency);
    signal -= 0.3 * REAL(employees, row, AT_employees_planning_fallacy) * (1.0 - proficiency);
    signal += p[P_employees_experience_noise] * sqrt(12.0) * (luck - 0.5);
    double change = p[P_employees_belief_speed] * (0.2 + 0.8 * use) * (signal - belief);
    if ((belief >= 0.5) == (signal < belief))
        change *= 1.0 - REAL(employees, row, AT_employees_confirmation);
    if (seen >= 0.0) change += p[P_employees_persuasion] * (seen - 0.5);
    REAL_AT(employees, row, AT_employees_belief, slot) = least(most(belief + change, 0.0), 1.0);
}

static double intended_use(char *employees, int64_t row, int64_t slot, double seen, double resisted,
                           double led, double complexity, const double *p) {
    double scale = p[P_employees_acceptance_scale];
    double proficiency = REAL_AT(employees, row, AT_employees_proficiency, slot);
    double ease = scale * (proficiency - 0.5 * complexity);
    double useful = scale * (REAL_AT(employees, row, AT_employees_belief, slot) - 0.5) +
                    p[P_employees_weight_ease_usefulness] * ease;
    double later = 1.0 - REAL(employees, row, AT_employees_present_bias);
    double intention = p[P_employees_acceptance_intercept] +
                       p[P_employees_weight_usefulness] * later * useful;
    intention += p[P_employees_weight_ease] * ease + p[P_employees_weight_leadership] * scale * led;
    if (seen >= 0.0) {
        double weight = p[P_employees_weight_colleagues] +
                        REAL(employees, row, AT_employees_social_proof);
        intention += weight * scale * (seen - 0.5);
    }
    double known = p[P_employees_weight_known_tool] * REAL(employees, row, AT_employees_loss_aversion);
    known += p[P_employees_weight_known_tool] * REAL(employees, row, AT_employees_sunk_cost);
    intention -= scale * (known * (1.0 - proficiency) + resisted);
    intention += REAL_AT(employees, row, AT_employees_attitude, slot);
    return 1.0 / (1.0 + exp(least(-(LOGISTIC_DEVIATION * intention), 700.0)));
}

static void learn(char *employees, int64_t row, int64_t slot, double speed, double exponent,
                  double keep) {
    double use = REAL_AT(employees, row, AT_employees_usage, slot);
    double left = 1.0 - REAL_AT(employees, row, AT_employees_proficiency, slot);
    double step = speed * use * (0.5 + REAL(employees, row, AT_employees_skill)) * pow(left, exponent);
    double proficiency = REAL_AT(employees, row, AT_employees_proficiency, slot) + least(step, left);
    REAL_AT(employees, row, AT_employees_proficiency, slot) =
        proficiency * (1.0 - (1.0 - use) * (1.0 - keep));
}

void work(char *employees, char *departments, char *firms, char *systems, char *products,
          char *policies, const double *p, int64_t department_count, uint64_t key) {
    double curve = -log(p[P_employees_progress_ratio]) / log(2.0);
    double speed = curve / p[P_employees_learning_months], exponent = 1.0 + 1.0 / curve;
    double keep = pow(0.5, 1.0 / p[P_employees_forgetting_half_life]);
    for (int64_t department = 0; department < department_count; department++) {
        int64_t firm = department / DEPARTMENTS;
        double told = REAL(policies, department, AT_policies_change_management) *
                      (0.5 + 0.5 * REAL(policies, department, AT_policies_goal_clarity));
        double relief = 1.0 - p[P_employees_relief_involvement] *
                                  REAL(policies, department, AT_policies_involvement);
        relief *= 1.0 - p[P_employees_relief_communication] * told;
        double led = REAL(policies, department, AT_policies_leadership) *
                     (0.5 + 0.5 * REAL(firms, firm, AT_firms_leadership));
        double load = REAL(departments, department, AT_departments_load);
        double fatigue = REAL(departments, department, AT_departments_fatigue);
        int64_t first = WHOLE(departments, department, first_employee);
        int64_t people = WHOLE(departments, department, headcount), pairs = 0;
        double felt = 0.0;
        for (int64_t slot = 0; slot < SLOTS; slot++) {
            int64_t system = department * SLOTS + slot;
            if (WHOLE(systems, system, status) != LIVE) continue;
            int64_t product = WHOLE(systems, system, product);
            double automation = REAL(products, product, AT_products_automation);
            double complexity = REAL(products, product, AT_products_complexity);
            double useful = REAL(systems, system, AT_systems_usefulness);
            for (int64_t row = first; row < first + people; row++) {
                double luck = uniform_at(key, WHOLE(employees, row, identity), slot);
                double seen = colleagues_use(employees, row, slot);
                experience(employees, row, slot, useful, seen, luck, p);
                double resisted = p[P_employees_weight_threat] *
                                  REAL(employees, row, AT_employees_threat) * automation;
                resisted += p[P_employees_weight_workload] * load +
                            p[P_employees_weight_fatigue] * fatigue;
                resisted *= relief;
                double intended =
                    intended_use(employees, row, slot, seen, resisted, led, complexity, p);
                double pace = p[P_employees_usage_speed] *
                              (1.0 - REAL(employees, row, AT_employees_status_quo));
                double use = REAL_AT(employees, row, AT_employees_usage, slot);
                REAL_AT(employees, row, AT_employees_usage, slot) = use + pace * (intended - use);
                learn(employees, row, slot, speed, exponent, keep);
                felt += resisted;
                pairs++;
            }
        }
        REAL(departments, department, AT_departments_resistance) = pairs > 0 ? felt / pairs : 0.0;
    }
}
