using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Foundation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account", x => new { x.structure_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "booking_change",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    booking_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_booking_change", x => new { x.structure_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "chart_move",
                columns: table => new
                {
                    entry_kind = table.Column<string>(type: "text", nullable: false),
                    debit_kind = table.Column<string>(type: "text", nullable: false),
                    credit_kind = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chart_move", x => new { x.entry_kind, x.debit_kind, x.credit_kind });
                });

            migrationBuilder.CreateTable(
                name: "command_key",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<string>(type: "jsonb", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_command_key", x => new { x.structure_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "data_protection_key",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_key", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "debt",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    wallet_id = table.Column<long>(type: "bigint", nullable: false),
                    transfer_id = table.Column<long>(type: "bigint", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    remaining = table.Column<int>(type: "integer", nullable: false),
                    settled = table.Column<bool>(type: "boolean", nullable: false),
                    unit_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_debt", x => new { x.structure_id, x.id });
                    table.CheckConstraint("debt_remaining_within_quantity", "remaining between 0 and quantity and quantity > 0");
                    table.CheckConstraint("debt_settled_when_met", "settled = (remaining = 0)");
                });

            migrationBuilder.CreateTable(
                name: "debt_meeting",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    debt_id = table.Column<long>(type: "bigint", nullable: false),
                    lot_id = table.Column<long>(type: "bigint", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    undone = table.Column<int>(type: "integer", nullable: false),
                    difference_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_debt_meeting", x => new { x.structure_id, x.id });
                    table.CheckConstraint("debt_meeting_undone_within", "undone between 0 and quantity and quantity > 0");
                });

            migrationBuilder.CreateTable(
                name: "entry",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    corrects_id = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entry", x => new { x.structure_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "login",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: true),
                    normalized_user_name = table.Column<string>(type: "text", nullable: true),
                    email = table.Column<string>(type: "text", nullable: true),
                    normalized_email = table.Column<string>(type: "text", nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notice",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    provider = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    provider_reference = table.Column<string>(type: "text", nullable: true),
                    handled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_letter",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    guardian_id = table.Column<Guid>(type: "uuid", nullable: false),
                    variables = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    message_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_letter", x => new { x.structure_id, x.id });
                    table.CheckConstraint("ck_outbox_letter_state", "state in ('queued', 'sending', 'sent', 'failed', 'dropped')");
                });

            migrationBuilder.CreateTable(
                name: "payment_address",
                columns: table => new
                {
                    provider = table.Column<string>(type: "text", nullable: false),
                    provider_reference = table.Column<string>(type: "text", nullable: false),
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_address", x => new { x.provider, x.provider_reference });
                });

            migrationBuilder.CreateTable(
                name: "payment_edge",
                columns: table => new
                {
                    from_state = table.Column<string>(type: "text", nullable: false),
                    to_state = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_edge", x => new { x.from_state, x.to_state });
                });

            migrationBuilder.CreateTable(
                name: "payment_step",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_state = table.Column<string>(type: "text", nullable: false),
                    to_state = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    proof_cents = table.Column<long>(type: "bigint", nullable: true),
                    proof = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_step", x => new { x.structure_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "receipt_line",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    receipt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_type_id = table.Column<Guid>(type: "uuid", nullable: true),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: true),
                    designation = table.Column<string>(type: "text", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    unit_price_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt_line", x => new { x.structure_id, x.receipt_id, x.line });
                });

            migrationBuilder.CreateTable(
                name: "structure",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    postal_code = table.Column<string>(type: "text", nullable: false),
                    town = table.Column<string>(type: "text", nullable: false),
                    school_zone = table.Column<string>(type: "text", nullable: false),
                    contact_email = table.Column<string>(type: "text", nullable: true),
                    contact_phone = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_structure", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "transfer",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    debit_id = table.Column<long>(type: "bigint", nullable: false),
                    credit_id = table.Column<long>(type: "bigint", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    wallet_id = table.Column<long>(type: "bigint", nullable: true),
                    lot_id = table.Column<long>(type: "bigint", nullable: true),
                    booking_id = table.Column<long>(type: "bigint", nullable: true),
                    mirrors_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfer", x => new { x.structure_id, x.id });
                    table.CheckConstraint("transfer_amount_positive", "cents > 0 and quantity >= 0");
                    table.CheckConstraint("transfer_two_accounts", "debit_id <> credit_id");
                });

            migrationBuilder.CreateTable(
                name: "login_claim",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_claim", x => x.id);
                    table.ForeignKey(
                        name: "fk_login_claim_login_user_id",
                        column: x => x.user_id,
                        principalTable: "login",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "login_provider",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_provider", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "fk_login_provider_login_user_id",
                        column: x => x.user_id,
                        principalTable: "login",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "login_token",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_token", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "fk_login_token_login_user_id",
                        column: x => x.user_id,
                        principalTable: "login",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "family",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_family", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_family_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "login_access",
                columns: table => new
                {
                    login_id = table.Column<Guid>(type: "uuid", nullable: false),
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_access", x => new { x.login_id, x.structure_id, x.role, x.family_id });
                    table.ForeignKey(
                        name: "fk_login_access_login_login_id",
                        column: x => x.login_id,
                        principalTable: "login",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_login_access_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "regie",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    act_number = table.Column<string>(type: "text", nullable: false),
                    act_on = table.Column<DateOnly>(type: "date", nullable: false),
                    client_number = table.Column<string>(type: "text", nullable: true),
                    pay_fip_mode = table.Column<string>(type: "text", nullable: false),
                    recognition = table.Column<string>(type: "text", nullable: false),
                    refunds_through_provider = table.Column<bool>(type: "boolean", nullable: false),
                    cash_ceiling_cents = table.Column<long>(type: "bigint", nullable: false),
                    cash_float_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_regie", x => new { x.structure_id, x.id });
                    table.CheckConstraint("regie_amounts_positive", "cash_ceiling_cents >= 0 and cash_float_cents >= 0");
                    table.CheckConstraint("regie_client_number_six_digits", "client_number ~ '^[0-9]{6}$'");
                    table.ForeignKey(
                        name: "fk_regie_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "site",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_site_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "guardian",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_name = table.Column<string>(type: "text", nullable: false),
                    last_name = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: true),
                    receives_letters = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardian", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_guardian_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    basket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    attempt = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    retries_id = table.Column<Guid>(type: "uuid", nullable: true),
                    provider = table.Column<string>(type: "text", nullable: false),
                    means = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    provider_reference = table.Column<string>(type: "text", nullable: true),
                    pay_at = table.Column<string>(type: "text", nullable: true),
                    provider_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    authorisation = table.Column<string>(type: "text", nullable: true),
                    budget_year = table.Column<int>(type: "integer", nullable: false),
                    payer_email = table.Column<string>(type: "text", nullable: true),
                    actor = table.Column<string>(type: "text", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    paid_by = table.Column<string>(type: "text", nullable: true),
                    payer_kind = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    client_number = table.Column<string>(type: "text", nullable: true),
                    mode = table.Column<char>(type: "character(1)", nullable: true),
                    ask_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_ask_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    answer_detail = table.Column<string>(type: "text", nullable: true),
                    asks = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment", x => new { x.structure_id, x.id });
                    table.CheckConstraint("payment_amount_positive", "amount_cents > 0");
                    table.CheckConstraint("payment_attempt_retries_another", "part > 0 and attempt > 0 and (attempt = 1) = (retries_id is null)");
                    table.CheckConstraint("payment_credited_by_known_means", "state not in ('Paid', 'Promised') or means is not null");
                    table.CheckConstraint("payment_payer_has_a_name", "(paid_by is null) = (payer_kind is null)");
                    table.ForeignKey(
                        name: "fk_payment_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_payment_regie_structure_id_regie_id",
                        columns: x => new { x.structure_id, x.regie_id },
                        principalTable: "regie",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "provider_account",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provider_account", x => new { x.structure_id, x.regie_id, x.provider });
                    table.ForeignKey(
                        name: "fk_provider_account_regie_structure_id_regie_id",
                        columns: x => new { x.structure_id, x.regie_id },
                        principalTable: "regie",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "receipt_counter",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    series = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    first_number = table.Column<int>(type: "integer", nullable: false),
                    last_number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt_counter", x => new { x.structure_id, x.regie_id, x.series, x.year });
                    table.CheckConstraint("receipt_counter_order", "last_number >= first_number - 1");
                    table.ForeignKey(
                        name: "fk_receipt_counter_regie_structure_id_regie_id",
                        columns: x => new { x.structure_id, x.regie_id },
                        principalTable: "regie",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "regie_service",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    budget_account = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_regie_service", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_regie_service_regie_structure_id_regie_id",
                        columns: x => new { x.structure_id, x.regie_id },
                        principalTable: "regie",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "child",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_name = table.Column<string>(type: "text", nullable: false),
                    last_name = table.Column<string>(type: "text", nullable: false),
                    school_id = table.Column<Guid>(type: "uuid", nullable: true),
                    grade = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_child", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_child_site_structure_id_school_id",
                        columns: x => new { x.structure_id, x.school_id },
                        principalTable: "site",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "discrepancy",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    field = table.Column<string>(type: "text", nullable: false),
                    expected = table.Column<string>(type: "text", nullable: false),
                    found = table.Column<string>(type: "text", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_discrepancy", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_discrepancy_payment_structure_id_payment_id",
                        columns: x => new { x.structure_id, x.payment_id },
                        principalTable: "payment",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "receipt",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    series = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    means = table.Column<string>(type: "text", nullable: false),
                    undoes_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    paid_by = table.Column<string>(type: "text", nullable: true),
                    total_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipt", x => new { x.structure_id, x.id });
                    table.CheckConstraint("receipt_series_known", "series in ('Q', 'R', 'B')");
                    table.ForeignKey(
                        name: "fk_receipt_payment_structure_id_payment_id",
                        columns: x => new { x.structure_id, x.payment_id },
                        principalTable: "payment",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "activity",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    site_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    hours = table.Column<string>(type: "text", nullable: true),
                    mode = table.Column<string>(type: "text", nullable: false),
                    floor = table.Column<int>(type: "integer", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity", x => new { x.structure_id, x.id });
                    table.CheckConstraint("activity_floor_not_negative", "floor >= 0");
                    table.ForeignKey(
                        name: "fk_activity_regie_service_structure_id_service_id",
                        columns: x => new { x.structure_id, x.service_id },
                        principalTable: "regie_service",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_activity_site_structure_id_site_id",
                        columns: x => new { x.structure_id, x.site_id },
                        principalTable: "site",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "allowed_means",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    means = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_allowed_means", x => new { x.structure_id, x.service_id, x.means });
                    table.ForeignKey(
                        name: "fk_allowed_means_regie_service_structure_id_service_id",
                        columns: x => new { x.structure_id, x.service_id },
                        principalTable: "regie_service",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invoice",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false),
                    paid_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoice", x => new { x.structure_id, x.id });
                    table.CheckConstraint("invoice_amount_positive", "amount_cents > 0");
                    table.CheckConstraint("invoice_paid_not_negative", "paid_cents >= 0");
                    table.ForeignKey(
                        name: "fk_invoice_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoice_regie_service_structure_id_service_id",
                        columns: x => new { x.structure_id, x.service_id },
                        principalTable: "regie_service",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "family_child",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_family_child", x => new { x.structure_id, x.family_id, x.child_id });
                    table.ForeignKey(
                        name: "fk_family_child_child_structure_id_child_id",
                        columns: x => new { x.structure_id, x.child_id },
                        principalTable: "child",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_family_child_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "closure",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: true),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closure", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_closure_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cut_off",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    adding = table.Column<string>(type: "jsonb", nullable: false),
                    cancelling = table.Column<string>(type: "jsonb", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cut_off", x => new { x.structure_id, x.activity_id, x.starts_on });
                    table.ForeignKey(
                        name: "fk_cut_off_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "open_day",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    add_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cancel_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_for = table.Column<string>(type: "text", nullable: true),
                    consumed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_day", x => new { x.structure_id, x.activity_id, x.day });
                    table.ForeignKey(
                        name: "fk_open_day_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "opening",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    weekdays = table.Column<int[]>(type: "integer[]", nullable: false),
                    during_holidays = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opening", x => new { x.structure_id, x.activity_id, x.starts_on });
                    table.ForeignKey(
                        name: "fk_opening_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ticket_type",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_type", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_ticket_type_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_line",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_type_id = table.Column<Guid>(type: "uuid", nullable: true),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: true),
                    designation = table.Column<string>(type: "text", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    unit_price_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_line", x => new { x.structure_id, x.payment_id, x.line });
                    table.CheckConstraint("payment_line_positive", "quantity > 0 and unit_price_cents > 0");
                    table.CheckConstraint("payment_line_tickets_or_invoice", "(ticket_type_id is null) <> (invoice_id is null) and (invoice_id is null or quantity = 1)");
                    table.ForeignKey(
                        name: "fk_payment_line_invoice_structure_id_invoice_id",
                        columns: x => new { x.structure_id, x.invoice_id },
                        principalTable: "invoice",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_payment_line_payment_structure_id_payment_id",
                        columns: x => new { x.structure_id, x.payment_id },
                        principalTable: "payment",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "enrolment",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ticket_type_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment", x => new { x.structure_id, x.child_id, x.activity_id, x.starts_on });
                    table.ForeignKey(
                        name: "fk_enrolment_child_structure_id_child_id",
                        columns: x => new { x.structure_id, x.child_id },
                        principalTable: "child",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_enrolment_ticket_type_structure_id_ticket_type_id",
                        columns: x => new { x.structure_id, x.ticket_type_id },
                        principalTable: "ticket_type",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tariff",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    deliberation = table.Column<string>(type: "text", nullable: false),
                    unit_price_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tariff", x => new { x.structure_id, x.ticket_type_id, x.starts_on });
                    table.CheckConstraint("tariff_price_positive", "unit_price_cents > 0");
                    table.ForeignKey(
                        name: "fk_tariff_ticket_type_structure_id_ticket_type_id",
                        columns: x => new { x.structure_id, x.ticket_type_id },
                        principalTable: "ticket_type",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "wallet",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tickets = table.Column<int>(type: "integer", nullable: false),
                    value_cents = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wallet", x => new { x.structure_id, x.id });
                    table.CheckConstraint("wallet_held_not_negative", "held >= 0");
                    table.ForeignKey(
                        name: "fk_wallet_account_structure_id_id",
                        columns: x => new { x.structure_id, x.id },
                        principalTable: "account",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_wallet_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_wallet_ticket_type_structure_id_ticket_type_id",
                        columns: x => new { x.structure_id, x.ticket_type_id },
                        principalTable: "ticket_type",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "booking",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    state = table.Column<string>(type: "text", nullable: false),
                    wallet_id = table.Column<long>(type: "bigint", nullable: false),
                    booked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by_staff = table.Column<bool>(type: "boolean", nullable: false),
                    entry_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_booking", x => new { x.structure_id, x.activity_id, x.day, x.child_id });
                    table.ForeignKey(
                        name: "fk_booking_child_structure_id_child_id",
                        columns: x => new { x.structure_id, x.child_id },
                        principalTable: "child",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_booking_open_day_structure_id_activity_id_day",
                        columns: x => new { x.structure_id, x.activity_id, x.day },
                        principalTable: "open_day",
                        principalColumns: new[] { "structure_id", "activity_id", "day" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_booking_wallet_structure_id_wallet_id",
                        columns: x => new { x.structure_id, x.wallet_id },
                        principalTable: "wallet",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "lot",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    wallet_id = table.Column<long>(type: "bigint", nullable: false),
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    transfer_id = table.Column<long>(type: "bigint", nullable: false),
                    bought = table.Column<int>(type: "integer", nullable: false),
                    remaining = table.Column<int>(type: "integer", nullable: false),
                    spent = table.Column<bool>(type: "boolean", nullable: false),
                    unit_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lot", x => new { x.structure_id, x.id });
                    table.CheckConstraint("lot_price_positive", "unit_cents > 0");
                    table.CheckConstraint("lot_remaining_within_bought", "remaining between 0 and bought and bought > 0");
                    table.CheckConstraint("lot_spent_when_empty", "spent = (remaining = 0)");
                    table.ForeignKey(
                        name: "fk_lot_wallet_structure_id_wallet_id",
                        columns: x => new { x.structure_id, x.wallet_id },
                        principalTable: "wallet",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.InsertData(
                table: "chart_move",
                columns: new[] { "credit_kind", "debit_kind", "entry_kind" },
                values: new object[,]
                {
                    { "Dft", "CashOnItsWay", "BankLine" },
                    { "Dft", "ChequesRemitted", "BankLine" },
                    { "Dft", "CreditsToExplain", "BankLine" },
                    { "Dft", "DebitsToExplain", "BankLine" },
                    { "CashOnItsWay", "Dft", "BankLine" },
                    { "ChequesRemitted", "Dft", "BankLine" },
                    { "CreditsToExplain", "Dft", "BankLine" },
                    { "Fees", "Dft", "BankLine" },
                    { "InTransit", "Dft", "BankLine" },
                    { "Dft", "Fees", "BankLine" },
                    { "InTransit", "Fees", "BankLine" },
                    { "Dft", "InTransit", "BankLine" },
                    { "Fees", "InTransit", "BankLine" },
                    { "ChequesInHand", "Due", "Cancel" },
                    { "Drawer", "Due", "Cancel" },
                    { "InTransit", "Due", "Cancel" },
                    { "Invoiced", "InvoicesReceivable", "Cancel" },
                    { "Wallet", "TicketsUsed", "Cancel" },
                    { "TicketsIssued", "Wallet", "Cancel" },
                    { "TicketsUsed", "Wallet", "Cancel" },
                    { "Drawer", "DebitsToExplain", "CashCount" },
                    { "CreditsToExplain", "Drawer", "CashCount" },
                    { "ChequesInHand", "ChequesRemitted", "ChequeSlip" },
                    { "InvoicesReceivable", "Invoiced", "CreditNote" },
                    { "Wallet", "TicketsUsed", "DayClosed" },
                    { "TicketsUsed", "Wallet", "DayClosed" },
                    { "Drawer", "CashOnItsWay", "Deposit" },
                    { "FloatReceived", "Float", "FloatGiven" },
                    { "Invoiced", "InvoicesReceivable", "Invoice" },
                    { "Due", "ChequesInHand", "InvoicePaid" },
                    { "Due", "Drawer", "InvoicePaid" },
                    { "Due", "InTransit", "InvoicePaid" },
                    { "InvoicesReceivable", "Invoiced", "InvoicePaid" },
                    { "DuePrevious", "Due", "MonthClosed" },
                    { "Wallet", "TicketsIssued", "Moved" },
                    { "Wallet", "TicketsUsed", "Moved" },
                    { "TicketsIssued", "Wallet", "Moved" },
                    { "TicketsUsed", "Wallet", "Moved" },
                    { "OpeningBalance", "CashOnItsWay", "Opening" },
                    { "OpeningBalance", "ChequesInHand", "Opening" },
                    { "OpeningBalance", "ChequesRemitted", "Opening" },
                    { "OpeningBalance", "DebitsToExplain", "Opening" },
                    { "OpeningBalance", "Dft", "Opening" },
                    { "OpeningBalance", "Drawer", "Opening" },
                    { "OpeningBalance", "Fees", "Opening" },
                    { "OpeningBalance", "Float", "Opening" },
                    { "OpeningBalance", "InTransit", "Opening" },
                    { "OpeningBalance", "InvoicesReceivable", "Opening" },
                    { "CreditsToExplain", "OpeningBalance", "Opening" },
                    { "Due", "OpeningBalance", "Opening" },
                    { "DuePrevious", "OpeningBalance", "Opening" },
                    { "FloatReceived", "OpeningBalance", "Opening" },
                    { "Wallet", "TicketsIssued", "Opening" },
                    { "Wallet", "TicketsUsed", "Opening" },
                    { "TicketsIssued", "Wallet", "Opening" },
                    { "TicketsUsed", "Wallet", "Opening" },
                    { "Wallet", "TicketsUsed", "Recredit" },
                    { "TicketsUsed", "Wallet", "Recredit" },
                    { "Invoiced", "InvoicesReceivable", "RefundOutside" },
                    { "Wallet", "TicketsUsed", "RefundOutside" },
                    { "TicketsIssued", "Wallet", "RefundOutside" },
                    { "TicketsUsed", "Wallet", "RefundOutside" },
                    { "Dft", "Due", "Remittance" },
                    { "Dft", "DuePrevious", "Remittance" },
                    { "ChequesInHand", "Due", "Reversal" },
                    { "ChequesRemitted", "Due", "Reversal" },
                    { "InTransit", "Due", "Reversal" },
                    { "Invoiced", "InvoicesReceivable", "Reversal" },
                    { "Wallet", "TicketsUsed", "Reversal" },
                    { "TicketsIssued", "Wallet", "Reversal" },
                    { "TicketsUsed", "Wallet", "Reversal" },
                    { "Due", "ChequesInHand", "ReversalUndone" },
                    { "Due", "ChequesRemitted", "ReversalUndone" },
                    { "Due", "InTransit", "ReversalUndone" },
                    { "InvoicesReceivable", "Invoiced", "ReversalUndone" },
                    { "Wallet", "TicketsIssued", "ReversalUndone" },
                    { "Wallet", "TicketsUsed", "ReversalUndone" },
                    { "TicketsUsed", "Wallet", "ReversalUndone" },
                    { "Due", "ChequesInHand", "Sale" },
                    { "Due", "Drawer", "Sale" },
                    { "Due", "InTransit", "Sale" },
                    { "Wallet", "TicketsIssued", "Sale" },
                    { "Wallet", "TicketsUsed", "Sale" },
                    { "TicketsUsed", "Wallet", "Sale" }
                });

            migrationBuilder.InsertData(
                table: "payment_edge",
                columns: new[] { "from_state", "to_state" },
                values: new object[,]
                {
                    { "Cancelled", "Expired" },
                    { "Cancelled", "Paid" },
                    { "Cancelled", "Promised" },
                    { "Cancelled", "Refused" },
                    { "ChargedBack", "Paid" },
                    { "Created", "Cancelled" },
                    { "Created", "Expired" },
                    { "Created", "Paid" },
                    { "Created", "Pending" },
                    { "Created", "Promised" },
                    { "Created", "Refused" },
                    { "Created", "Unknown" },
                    { "Expired", "Paid" },
                    { "Expired", "Promised" },
                    { "Paid", "ChargedBack" },
                    { "Paid", "Refunded" },
                    { "Pending", "Cancelled" },
                    { "Pending", "Expired" },
                    { "Pending", "Paid" },
                    { "Pending", "Promised" },
                    { "Pending", "Refused" },
                    { "Pending", "Unknown" },
                    { "Promised", "ChargedBack" },
                    { "Promised", "Paid" },
                    { "Promised", "Refunded" },
                    { "Refunded", "Paid" },
                    { "Refused", "Cancelled" },
                    { "Refused", "Expired" },
                    { "Refused", "Paid" },
                    { "Refused", "Promised" },
                    { "Unknown", "Cancelled" },
                    { "Unknown", "Expired" },
                    { "Unknown", "Paid" },
                    { "Unknown", "Pending" },
                    { "Unknown", "Promised" },
                    { "Unknown", "Refused" }
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_structure_id_kind_owner_part",
                table: "account",
                columns: new[] { "structure_id", "kind", "owner", "part" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_activity_structure_id_service_id",
                table: "activity",
                columns: new[] { "structure_id", "service_id" });

            migrationBuilder.CreateIndex(
                name: "ix_activity_structure_id_site_id",
                table: "activity",
                columns: new[] { "structure_id", "site_id" });

            migrationBuilder.CreateIndex(
                name: "ix_booking_structure_id_child_id_day",
                table: "booking",
                columns: new[] { "structure_id", "child_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_booking_structure_id_id",
                table: "booking",
                columns: new[] { "structure_id", "id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_booking_structure_id_wallet_id",
                table: "booking",
                columns: new[] { "structure_id", "wallet_id" });

            migrationBuilder.CreateIndex(
                name: "ix_booking_change_structure_id_booking_id",
                table: "booking_change",
                columns: new[] { "structure_id", "booking_id" });

            migrationBuilder.CreateIndex(
                name: "ix_child_structure_id_school_id",
                table: "child",
                columns: new[] { "structure_id", "school_id" });

            migrationBuilder.CreateIndex(
                name: "ix_closure_structure_id_activity_id",
                table: "closure",
                columns: new[] { "structure_id", "activity_id" });

            migrationBuilder.CreateIndex(
                name: "ix_debt_structure_id_transfer_id",
                table: "debt",
                columns: new[] { "structure_id", "transfer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_debt_structure_id_wallet_id_id",
                table: "debt",
                columns: new[] { "structure_id", "wallet_id", "id" },
                filter: "not settled");

            migrationBuilder.CreateIndex(
                name: "ix_debt_meeting_structure_id_debt_id",
                table: "debt_meeting",
                columns: new[] { "structure_id", "debt_id" });

            migrationBuilder.CreateIndex(
                name: "ix_debt_meeting_structure_id_lot_id",
                table: "debt_meeting",
                columns: new[] { "structure_id", "lot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_discrepancy_structure_id_payment_id_field_found",
                table: "discrepancy",
                columns: new[] { "structure_id", "payment_id", "field", "found" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_structure_id_ticket_type_id",
                table: "enrolment",
                columns: new[] { "structure_id", "ticket_type_id" });

            migrationBuilder.CreateIndex(
                name: "ix_entry_structure_id_effective_on",
                table: "entry",
                columns: new[] { "structure_id", "effective_on" });

            migrationBuilder.CreateIndex(
                name: "ix_entry_structure_id_kind_reference",
                table: "entry",
                columns: new[] { "structure_id", "kind", "reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_family_structure_id_number",
                table: "family",
                columns: new[] { "structure_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_family_child_structure_id_child_id",
                table: "family_child",
                columns: new[] { "structure_id", "child_id" });

            migrationBuilder.CreateIndex(
                name: "ix_guardian_structure_id_family_id",
                table: "guardian",
                columns: new[] { "structure_id", "family_id" });

            migrationBuilder.CreateIndex(
                name: "ix_invoice_structure_id_family_id_issued_at",
                table: "invoice",
                columns: new[] { "structure_id", "family_id", "issued_at" });

            migrationBuilder.CreateIndex(
                name: "ix_invoice_structure_id_regie_id_year_number",
                table: "invoice",
                columns: new[] { "structure_id", "regie_id", "year", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invoice_structure_id_service_id",
                table: "invoice",
                columns: new[] { "structure_id", "service_id" });

            migrationBuilder.CreateIndex(
                name: "ix_login_normalized_email",
                table: "login",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "ix_login_normalized_user_name",
                table: "login",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_login_access_structure_id",
                table: "login_access",
                column: "structure_id");

            migrationBuilder.CreateIndex(
                name: "ix_login_claim_user_id",
                table: "login_claim",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_login_provider_user_id",
                table: "login_provider",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_lot_structure_id_transfer_id",
                table: "lot",
                columns: new[] { "structure_id", "transfer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_lot_structure_id_wallet_id_id",
                table: "lot",
                columns: new[] { "structure_id", "wallet_id", "id" },
                filter: "not spent");

            migrationBuilder.CreateIndex(
                name: "ix_notice_provider_reference",
                table: "notice",
                column: "provider_reference");

            migrationBuilder.CreateIndex(
                name: "ix_notice_received_at",
                table: "notice",
                column: "received_at",
                filter: "handled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_letter_next_attempt_at",
                table: "outbox_letter",
                column: "next_attempt_at",
                filter: "state in ('queued', 'sending')");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_letter_structure_id_name_reference_guardian_id",
                table: "outbox_letter",
                columns: new[] { "structure_id", "name", "reference", "guardian_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_created_at",
                table: "payment",
                column: "created_at",
                filter: "state in ('Created', 'Pending', 'Unknown')");

            migrationBuilder.CreateIndex(
                name: "ix_payment_next_ask_at",
                table: "payment",
                column: "next_ask_at",
                filter: "state in ('Pending', 'Unknown', 'Refused', 'Cancelled', 'Expired') and next_ask_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payment_regie_id_reference",
                table: "payment",
                columns: new[] { "regie_id", "reference" },
                unique: true,
                filter: "provider <> 'Counter'");

            migrationBuilder.CreateIndex(
                name: "ix_payment_structure_id_family_id_created_at",
                table: "payment",
                columns: new[] { "structure_id", "family_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_payment_structure_id_regie_id",
                table: "payment",
                columns: new[] { "structure_id", "regie_id" });

            migrationBuilder.CreateIndex(
                name: "one_payment_per_part_and_attempt",
                table: "payment",
                columns: new[] { "structure_id", "basket_id", "regie_id", "part", "attempt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_line_structure_id_invoice_id",
                table: "payment_line",
                columns: new[] { "structure_id", "invoice_id" },
                filter: "invoice_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payment_step_structure_id_payment_id",
                table: "payment_step",
                columns: new[] { "structure_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_receipt_structure_id_family_id_issued_at",
                table: "receipt",
                columns: new[] { "structure_id", "family_id", "issued_at" });

            migrationBuilder.CreateIndex(
                name: "ix_receipt_structure_id_payment_id",
                table: "receipt",
                columns: new[] { "structure_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_receipt_structure_id_regie_id_series_year_number",
                table: "receipt",
                columns: new[] { "structure_id", "regie_id", "series", "year", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "one_sale_receipt_per_payment",
                table: "receipt",
                columns: new[] { "structure_id", "payment_id" },
                unique: true,
                filter: "kind = 'Sale'");

            migrationBuilder.CreateIndex(
                name: "ix_regie_service_structure_id_regie_id_code",
                table: "regie_service",
                columns: new[] { "structure_id", "regie_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_structure_slug",
                table: "structure",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ticket_type_structure_id_activity_id",
                table: "ticket_type",
                columns: new[] { "structure_id", "activity_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_type_structure_id_code",
                table: "ticket_type",
                columns: new[] { "structure_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_transfer_structure_id_entry_id",
                table: "transfer",
                columns: new[] { "structure_id", "entry_id" });

            migrationBuilder.CreateIndex(
                name: "ix_transfer_structure_id_mirrors_id",
                table: "transfer",
                columns: new[] { "structure_id", "mirrors_id" },
                filter: "mirrors_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_transfer_structure_id_wallet_id_id",
                table: "transfer",
                columns: new[] { "structure_id", "wallet_id", "id" },
                filter: "wallet_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_wallet_structure_id_family_id",
                table: "wallet",
                columns: new[] { "structure_id", "family_id" });

            migrationBuilder.CreateIndex(
                name: "ix_wallet_structure_id_ticket_type_id_family_id",
                table: "wallet",
                columns: new[] { "structure_id", "ticket_type_id", "family_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "allowed_means");

            migrationBuilder.DropTable(
                name: "booking");

            migrationBuilder.DropTable(
                name: "booking_change");

            migrationBuilder.DropTable(
                name: "chart_move");

            migrationBuilder.DropTable(
                name: "closure");

            migrationBuilder.DropTable(
                name: "command_key");

            migrationBuilder.DropTable(
                name: "cut_off");

            migrationBuilder.DropTable(
                name: "data_protection_key");

            migrationBuilder.DropTable(
                name: "debt");

            migrationBuilder.DropTable(
                name: "debt_meeting");

            migrationBuilder.DropTable(
                name: "discrepancy");

            migrationBuilder.DropTable(
                name: "enrolment");

            migrationBuilder.DropTable(
                name: "entry");

            migrationBuilder.DropTable(
                name: "family_child");

            migrationBuilder.DropTable(
                name: "guardian");

            migrationBuilder.DropTable(
                name: "login_access");

            migrationBuilder.DropTable(
                name: "login_claim");

            migrationBuilder.DropTable(
                name: "login_provider");

            migrationBuilder.DropTable(
                name: "login_token");

            migrationBuilder.DropTable(
                name: "lot");

            migrationBuilder.DropTable(
                name: "notice");

            migrationBuilder.DropTable(
                name: "opening");

            migrationBuilder.DropTable(
                name: "outbox_letter");

            migrationBuilder.DropTable(
                name: "payment_address");

            migrationBuilder.DropTable(
                name: "payment_edge");

            migrationBuilder.DropTable(
                name: "payment_line");

            migrationBuilder.DropTable(
                name: "payment_step");

            migrationBuilder.DropTable(
                name: "provider_account");

            migrationBuilder.DropTable(
                name: "receipt");

            migrationBuilder.DropTable(
                name: "receipt_counter");

            migrationBuilder.DropTable(
                name: "receipt_line");

            migrationBuilder.DropTable(
                name: "tariff");

            migrationBuilder.DropTable(
                name: "transfer");

            migrationBuilder.DropTable(
                name: "open_day");

            migrationBuilder.DropTable(
                name: "child");

            migrationBuilder.DropTable(
                name: "login");

            migrationBuilder.DropTable(
                name: "wallet");

            migrationBuilder.DropTable(
                name: "invoice");

            migrationBuilder.DropTable(
                name: "payment");

            migrationBuilder.DropTable(
                name: "account");

            migrationBuilder.DropTable(
                name: "ticket_type");

            migrationBuilder.DropTable(
                name: "family");

            migrationBuilder.DropTable(
                name: "activity");

            migrationBuilder.DropTable(
                name: "regie_service");

            migrationBuilder.DropTable(
                name: "site");

            migrationBuilder.DropTable(
                name: "regie");

            migrationBuilder.DropTable(
                name: "structure");
        }
    }
}
