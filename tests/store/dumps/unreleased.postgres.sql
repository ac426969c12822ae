--
-- PostgreSQL database dump
--


-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: access_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_token (
    token_digest character varying(64) NOT NULL,
    client_id bigint NOT NULL,
    nonce character varying(32) NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE access_token; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.access_token IS 'Tokens are made from the nonce and the key, which is not in the database.';


--
-- Name: activity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.activity (
    lead_id bigint NOT NULL,
    id bigint NOT NULL,
    activity_type_id integer NOT NULL,
    activity_date timestamp with time zone NOT NULL,
    campaign_id bigint,
    primary_attribute_value_id bigint,
    primary_attribute_value text,
    attributes json NOT NULL
);


--
-- Name: TABLE activity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.activity IS 'Append-only. A deleted lead''s rows stay: no foreign key.';


--
-- Name: COLUMN activity.attributes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.activity.attributes IS 'As the wire shows them.';


--
-- Name: activity_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.activity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: activity_second; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.activity_second (
    second bigint NOT NULL,
    first_id bigint NOT NULL
);


--
-- Name: TABLE activity_second; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.activity_second IS 'From a moment to a place in the log. Both columns only rise.';


--
-- Name: COLUMN activity_second.second; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.activity_second.second IS 'Of the Unix epoch.';


--
-- Name: COLUMN activity_second.first_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.activity_second.first_id IS 'The first activity recorded in it.';


--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: anonymous_visit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.anonymous_visit (
    token character varying(320) NOT NULL,
    id bigint NOT NULL,
    kind smallint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    address_id bigint NOT NULL,
    address text NOT NULL,
    attributes json NOT NULL
);


--
-- Name: TABLE anonymous_visit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.anonymous_visit IS 'What a visitor did. Gone when it has become a lead''s activity, or is too old.';


--
-- Name: COLUMN anonymous_visit.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.anonymous_visit.kind IS 'The activity type that it becomes.';


--
-- Name: COLUMN anonymous_visit.attributes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.anonymous_visit.attributes IS 'As the activity shows them.';


--
-- Name: anonymous_visit_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.anonymous_visit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: api_call; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_call (
    id bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);


--
-- Name: TABLE api_call; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.api_call IS 'Recent calls, kept only while a rate or concurrency limit is on.';


--
-- Name: api_call_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.api_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: api_user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_user (
    id bigint NOT NULL,
    email character varying(255) NOT NULL
);


--
-- Name: api_user_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.api_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: api_user_role; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_user_role (
    api_user_id bigint NOT NULL,
    workspace_id bigint NOT NULL,
    role_id bigint NOT NULL
);


--
-- Name: TABLE api_user_role; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.api_user_role IS 'A user holds a role in a workspace.';


--
-- Name: asset_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.asset_token (
    folder_type character varying(10) NOT NULL,
    folder_id bigint NOT NULL,
    name character varying(50) NOT NULL,
    type character varying(20) NOT NULL,
    value text NOT NULL
);


--
-- Name: TABLE asset_token; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.asset_token IS '{{my.*}}, for everything below a folder or in a program.';


--
-- Name: COLUMN asset_token.folder_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.asset_token.folder_type IS 'Folder or Program.';


--
-- Name: COLUMN asset_token.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.asset_token.name IS 'Without {{my.}} around it.';


--
-- Name: campaign; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    description text,
    folder_type character varying(10) NOT NULL,
    folder_id bigint NOT NULL,
    program_id bigint,
    workspace_id bigint NOT NULL,
    type character varying(10) NOT NULL,
    is_requested boolean NOT NULL,
    is_executable boolean NOT NULL,
    is_active boolean NOT NULL,
    qualification character varying(10) NOT NULL,
    interval_length integer,
    interval_unit character varying(10),
    rules json NOT NULL,
    flow json NOT NULL,
    smart_list_id bigint NOT NULL,
    flow_id bigint NOT NULL,
    stopped_at timestamp with time zone,
    stopped_reason text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE campaign; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.campaign IS 'No foreign key to its folder: that is kept in one place, this everywhere.';


--
-- Name: COLUMN campaign.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.name_key IS 'Trimmed, letter case folded.';


--
-- Name: COLUMN campaign.program_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.program_id IS 'The innermost program that it stands in.';


--
-- Name: COLUMN campaign.type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.type IS 'batch, trigger, or default: no rules.';


--
-- Name: COLUMN campaign.is_requested; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.is_requested IS 'Has the trigger of this name.';


--
-- Name: COLUMN campaign.qualification; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.qualification IS 'once, any or interval.';


--
-- Name: COLUMN campaign.interval_unit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.interval_unit IS 'hour, day, week or month.';


--
-- Name: COLUMN campaign.rules; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.rules IS 'Triggers, filters, how they combine.';


--
-- Name: COLUMN campaign.flow; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.flow IS 'Steps, in order.';


--
-- Name: COLUMN campaign.stopped_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign.stopped_at IS 'When it was found to feed itself.';


--
-- Name: campaign_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.campaign_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: campaign_list; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign_list (
    campaign_id bigint NOT NULL,
    list_id bigint NOT NULL
);


--
-- Name: TABLE campaign_list; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.campaign_list IS 'The lists that flows name: they cannot be deleted.';


--
-- Name: campaign_member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign_member (
    lead_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    passage_id bigint NOT NULL,
    "position" integer,
    removed_through bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE campaign_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.campaign_member IS 'A lead that is deleted, or a campaign, takes its memberships along.';


--
-- Name: COLUMN campaign_member.entered_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_member.entered_at IS 'The last time.';


--
-- Name: COLUMN campaign_member.passage_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_member.passage_id IS 'The last one.';


--
-- Name: COLUMN campaign_member."position"; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_member."position" IS 'The step it is at in that passage; null behind the last.';


--
-- Name: COLUMN campaign_member.removed_through; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_member.removed_through IS 'Passages up to it are over.';


--
-- Name: campaign_part_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.campaign_part_id_seq
    START WITH 1000001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: campaign_passage_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.campaign_passage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: campaign_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign_run (
    id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    run_at timestamp with time zone NOT NULL,
    tokens json,
    clone_day character varying(10),
    swept_through bigint NOT NULL,
    entered integer NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE campaign_run; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.campaign_run IS 'A scheduled run, a time of being active, or a request with tokens of its own.';


--
-- Name: COLUMN campaign_run.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_run.kind IS 'batch, active or request.';


--
-- Name: COLUMN campaign_run.tokens; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_run.tokens IS 'Values that override those of the program, by name.';


--
-- Name: COLUMN campaign_run.clone_day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_run.clone_day IS 'The US Central day on which it was made by a clone.';


--
-- Name: COLUMN campaign_run.swept_through; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_run.swept_through IS 'Leads up to it have been looked at.';


--
-- Name: COLUMN campaign_run.entered; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_run.entered IS 'How many leads have entered.';


--
-- Name: COLUMN campaign_run.finished_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.campaign_run.finished_at IS 'When all leads had been looked at.';


--
-- Name: campaign_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.campaign_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: catalog_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.catalog_version (
    id smallint NOT NULL,
    version bigint NOT NULL
);


--
-- Name: TABLE catalog_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.catalog_version IS 'One row. It changes with every change of fields, clients, roles or partitions.';


--
-- Name: channel; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.channel (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    program_type character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN channel.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.channel.name_key IS 'Letter case folded.';


--
-- Name: COLUMN channel.program_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.channel.program_type IS 'The type of program it is for.';


--
-- Name: channel_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: channel_status; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.channel_status (
    id bigint NOT NULL,
    channel_id bigint NOT NULL,
    name character varying(255) NOT NULL,
    step integer NOT NULL,
    is_success boolean NOT NULL,
    is_hidden boolean NOT NULL,
    type character varying(50)
);


--
-- Name: TABLE channel_status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.channel_status IS 'Ids count through the whole instance. Step 0 is Not in Program.';


--
-- Name: COLUMN channel_status.type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.channel_status.type IS 'What it means to the product, where it means anything.';


--
-- Name: channel_status_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.channel_status_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: client; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.client (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    client_id character varying(255) NOT NULL,
    secret_digest character varying(64) NOT NULL,
    api_user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE client; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.client IS 'Custom services. The secret itself is never stored.';


--
-- Name: client_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.client_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: company; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.company (
    id bigint NOT NULL,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    "externalCompanyId" text,
    "annualRevenue" double precision,
    "billingCity" text,
    "billingCountry" text,
    "billingPostalCode" text,
    "billingState" text,
    "billingStreet" text,
    company text,
    "externalSalesPersonId" text,
    industry text,
    "mainPhone" text,
    "mktoCompanyNotes" text,
    "numberOfEmployees" bigint,
    "sicCode" text,
    site text,
    website text
);


--
-- Name: TABLE company; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.company IS 'Companies that leads join. A lead of none has a number here all the same.';


--
-- Name: company_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.company_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: custom_activity_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.custom_activity_type (
    id bigint NOT NULL,
    api_name character varying(255) NOT NULL,
    approved json,
    draft json,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN custom_activity_type.approved; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.custom_activity_type.approved IS 'The definition that activities are added by.';


--
-- Name: COLUMN custom_activity_type.draft; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.custom_activity_type.draft IS 'The definition that the next approval publishes.';


--
-- Name: custom_activity_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.custom_activity_type_id_seq
    START WITH 100001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: custom_object_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.custom_object_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: custom_object_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.custom_object_type (
    id bigint NOT NULL,
    api_name character varying(50) NOT NULL,
    approved json,
    draft json,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN custom_object_type.approved; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.custom_object_type.approved IS 'The definition that records are kept by.';


--
-- Name: COLUMN custom_object_type.draft; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.custom_object_type.draft IS 'The definition that the next approval publishes.';


--
-- Name: COLUMN custom_object_type.version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.custom_object_type.version IS 'How often it was approved.';


--
-- Name: custom_object_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.custom_object_type_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: deleted_lead; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.deleted_lead (
    lead_id bigint NOT NULL,
    partition_id bigint NOT NULL
);


--
-- Name: TABLE deleted_lead; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.deleted_lead IS 'Whose the activities of a lead that is gone were: nothing of the lead itself.';


--
-- Name: error_count; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.error_count (
    day character varying(10) NOT NULL,
    error_code character varying(10) NOT NULL,
    count bigint NOT NULL
);


--
-- Name: COLUMN error_count.day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.error_count.day IS 'YYYY-MM-DD, US Central.';


--
-- Name: field; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.field (
    id bigint NOT NULL,
    object character varying(50) NOT NULL,
    name character varying(255) NOT NULL,
    soap_name character varying(255),
    display_name character varying(255) NOT NULL,
    data_type character varying(20) NOT NULL,
    length integer,
    column_name character varying(63) NOT NULL,
    is_read_only boolean NOT NULL,
    is_soap_read_only boolean NOT NULL,
    is_company_field boolean NOT NULL,
    is_hidden boolean NOT NULL,
    is_html_encoding_in_email boolean NOT NULL,
    is_sensitive boolean NOT NULL,
    is_custom boolean NOT NULL,
    is_api_created boolean NOT NULL,
    description text
);


--
-- Name: TABLE field; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.field IS 'Every field of every object; describe, converters and statements are made from it.';


--
-- Name: COLUMN field.object; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.field.object IS 'Whose field it is: lead.';


--
-- Name: COLUMN field.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.field.name IS 'The REST name.';


--
-- Name: COLUMN field.column_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.field.column_name IS 'Its column in the object''s table.';


--
-- Name: field_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.field_id_seq
    START WITH 795
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: folder; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.folder (
    type character varying(10) NOT NULL,
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    description text,
    parent_type character varying(10),
    parent_id bigint,
    workspace_id bigint NOT NULL,
    program_id bigint,
    kind character varying(50) NOT NULL,
    is_archive boolean NOT NULL,
    is_system boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE folder; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.folder IS 'Ids of folders and of programs are counted apart, so the type is part of the key.';


--
-- Name: COLUMN folder.type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.folder.type IS 'Folder, or Program: id is then its id.';


--
-- Name: COLUMN folder.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.folder.name_key IS 'Trimmed, letter case folded.';


--
-- Name: COLUMN folder.parent_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.folder.parent_type IS 'Null in the roots, one for each area.';


--
-- Name: COLUMN folder.program_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.folder.program_id IS 'The innermost program that it is in, or is.';


--
-- Name: COLUMN folder.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.folder.kind IS 'On the wire folderType: what it takes.';


--
-- Name: folder_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.folder_id_seq
    START WITH 101
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: form; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.form (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    description text,
    status character varying(20) NOT NULL,
    look text NOT NULL,
    fields text NOT NULL,
    folder_type character varying(10) NOT NULL,
    folder_id bigint NOT NULL,
    program_id bigint,
    workspace_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN form.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.form.name_key IS 'Trimmed, letter case folded.';


--
-- Name: COLUMN form.look; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.form.look IS 'How it is shown, as JSON.';


--
-- Name: COLUMN form.fields; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.form.fields IS 'What it asks for, in order, as JSON.';


--
-- Name: COLUMN form.program_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.form.program_id IS 'The innermost program that it stands in.';


--
-- Name: form_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.form_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: id_sequence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.id_sequence (
    kind character varying(63) NOT NULL,
    next_id bigint NOT NULL
);


--
-- Name: TABLE id_sequence; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.id_sequence IS 'Where the engine has no sequences of its own, the next id of each kind.';


--
-- Name: instance; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.instance (
    id smallint NOT NULL,
    munchkin_id character varying(20) NOT NULL
);


--
-- Name: TABLE instance; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.instance IS 'One row.';


--
-- Name: job; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    arguments json NOT NULL,
    lane smallint NOT NULL,
    state character varying(10) NOT NULL,
    due_at timestamp with time zone,
    attempts smallint NOT NULL,
    error text,
    owner character varying(32),
    enqueued_at timestamp with time zone NOT NULL,
    unique_key character varying(200),
    order_key character varying(200)
);


--
-- Name: TABLE job; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.job IS 'A job that is done is deleted in the transaction that holds its effect.';


--
-- Name: COLUMN job.lane; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.lane IS 'Lower ones go first.';


--
-- Name: COLUMN job.state; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.state IS 'waiting, running, dead.';


--
-- Name: COLUMN job.due_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.due_at IS 'When a worker may take it: of a running one the end of the lease; null when dead.';


--
-- Name: COLUMN job.attempts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.attempts IS 'How often it was taken.';


--
-- Name: COLUMN job.error; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.error IS 'Kind and place of the last failure.';


--
-- Name: COLUMN job.owner; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.owner IS 'The claim that holds it while it runs.';


--
-- Name: COLUMN job.unique_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.unique_key IS 'One waiting job of a key at most.';


--
-- Name: COLUMN job.order_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job.order_key IS 'One running job of a key at most.';


--
-- Name: job_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: job_schedule; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job_schedule (
    name character varying(100) NOT NULL,
    next_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE job_schedule; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.job_schedule IS 'When a job that recurs is enqueued next.';


--
-- Name: lead; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lead (
    id bigint NOT NULL,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    "leadPartitionId" bigint,
    "contactCompany" bigint,
    company text,
    site text,
    "billingStreet" text,
    "billingCity" text,
    "billingState" text,
    "billingCountry" text,
    "billingPostalCode" text,
    website text,
    "mainPhone" text,
    "annualRevenue" double precision,
    "numberOfEmployees" bigint,
    industry text,
    "sicCode" text,
    "mktoCompanyNotes" text,
    "externalCompanyId" text,
    "mktoName" text,
    "personType" text,
    "mktoIsPartner" boolean DEFAULT false,
    "isLead" boolean DEFAULT false,
    "mktoIsCustomer" boolean DEFAULT false,
    "isAnonymous" boolean DEFAULT false,
    salutation text,
    "firstName" text,
    "middleName" text,
    "lastName" text,
    email text,
    phone text,
    "mobilePhone" text,
    fax text,
    title text,
    "dateOfBirth" date,
    address text,
    city text,
    state text,
    country text,
    "postalCode" text,
    "personTimeZone" text,
    "originalSourceType" text,
    "originalSourceInfo" text,
    "registrationSourceType" text,
    "registrationSourceInfo" text,
    "originalSearchEngine" text,
    "originalSearchPhrase" text,
    "originalReferrer" text,
    "emailInvalid" boolean DEFAULT false,
    "emailInvalidCause" text,
    unsubscribed boolean DEFAULT false,
    "unsubscribedReason" text,
    "doNotCall" boolean DEFAULT false,
    "mktoDoNotCallCause" text,
    "doNotCallReason" text,
    "marketingSuspended" boolean DEFAULT false,
    "marketingSuspendedCause" text,
    "blackListed" boolean DEFAULT false,
    "blackListedCause" text,
    "mktoPersonNotes" text,
    "anonymousIP" text,
    "inferredCompany" text,
    "inferredCountry" text,
    "inferredCity" text,
    "inferredStateRegion" text,
    "inferredPostalCode" text,
    "inferredMetropolitanArea" text,
    "inferredPhoneAreaCode" text,
    "emailSuspended" boolean,
    "emailSuspendedCause" text,
    "emailSuspendedAt" timestamp with time zone,
    department text,
    cookies text,
    "externalSalesPersonId" text,
    "leadRole" text,
    "leadSource" text,
    "leadStatus" text,
    "leadScore" bigint,
    urgency double precision,
    priority bigint,
    "relativeScore" bigint,
    "relativeUrgency" bigint,
    rating text,
    "leadRevenueCycleModelId" bigint,
    "leadRevenueStageId" bigint,
    "acquisitionProgramId" bigint,
    "mktoAcquisitionDate" timestamp with time zone,
    "facebookId" text,
    "twitterId" text,
    "linkedInId" text,
    "sfdcAccountId" text,
    "sfdcContactId" text,
    "sfdcLeadId" text,
    "sfdcLeadOwnerId" text,
    "sfdcOpptyId" text,
    "leadOwnerFirstName" text,
    "leadOwnerLastName" text,
    "leadOwnerEmailAddress" text,
    "leadOwnerPhoneNumber" text,
    "leadOwnerTitle" text,
    "acmeTier" text,
    "acmeScore" bigint,
    "acmeRenewalDate" date,
    "acmeIsPartner" boolean DEFAULT false
);


--
-- Name: TABLE lead; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.lead IS 'One row a lead, one typed column a field; columns bear the fields'' REST names.';


--
-- Name: lead_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.lead_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: lead_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lead_key (
    kind character varying(255) NOT NULL,
    value text NOT NULL,
    lead_id bigint NOT NULL
);


--
-- Name: TABLE lead_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.lead_key IS 'Every value that leads are found by. No foreign key: it lives where its value lives.';


--
-- Name: COLUMN lead_key.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.lead_key.kind IS 'The field''s REST name.';


--
-- Name: COLUMN lead_key.value; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.lead_key.value IS 'Trimmed, letter case folded.';


--
-- Name: lead_merge; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lead_merge (
    lead_id bigint NOT NULL,
    id bigint NOT NULL,
    winner_id bigint NOT NULL,
    merged_at timestamp with time zone NOT NULL,
    record json NOT NULL
);


--
-- Name: TABLE lead_merge; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.lead_merge IS 'One row a merge. It holds what people told of themselves, and goes with the lead.';


--
-- Name: COLUMN lead_merge.winner_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.lead_merge.winner_id IS 'Of this very merge; lead_id is who has it.';


--
-- Name: COLUMN lead_merge.record; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.lead_merge.record IS 'Values, rows and memberships as before.';


--
-- Name: lead_merge_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.lead_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: list_member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.list_member (
    lead_id bigint NOT NULL,
    list_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE list_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.list_member IS 'A lead that is deleted, or a list, takes its memberships along.';


--
-- Name: merged_lead; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.merged_lead (
    lead_id bigint NOT NULL,
    winner_id bigint NOT NULL
);


--
-- Name: TABLE merged_lead; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.merged_lead IS 'Under whom the activities of a lead that was merged are read.';


--
-- Name: COLUMN merged_lead.winner_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.merged_lead.winner_id IS 'The last one, however often merged.';


--
-- Name: named_account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.named_account (
    id bigint NOT NULL,
    "marketoGUID" text,
    name text,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    "annualRevenue" double precision,
    city text,
    country text,
    "domainName" text,
    industry text,
    "logoUrl" text,
    "membershipCount" bigint,
    "numberOfEmployees" bigint,
    "opptyAmount" double precision,
    "opptyCount" bigint,
    score1 bigint,
    score2 bigint,
    score3 bigint,
    score4 bigint,
    score5 bigint,
    "sicCode" text,
    state text
);


--
-- Name: TABLE named_account; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.named_account IS 'Accounts that are marketed to as such.';


--
-- Name: named_account_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.named_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: named_account_list; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.named_account_list (
    id bigint NOT NULL,
    "marketoGUID" text,
    name text,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    type text,
    updateable boolean DEFAULT false
);


--
-- Name: named_account_list_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.named_account_list_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: named_account_list_member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.named_account_list_member (
    list_id bigint NOT NULL,
    account_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE named_account_list_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.named_account_list_member IS 'Which named accounts are on which list.';


--
-- Name: object_car; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.object_car (
    id bigint NOT NULL,
    "marketoGUID" text,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    vin text
);


--
-- Name: opportunity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.opportunity (
    id bigint NOT NULL,
    "marketoGUID" text,
    "externalOpportunityId" text,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    name text,
    description text,
    type text,
    stage text,
    amount double precision,
    source text,
    probability bigint,
    "expectedRevenue" double precision,
    "closeDate" date,
    "fiscalQuarter" text,
    "fiscalYear" text,
    "forecastCategoryName" text,
    "isClosed" boolean DEFAULT false,
    "isWon" boolean DEFAULT false,
    quantity double precision,
    "nextStep" text,
    "lastActivityDate" date,
    "leadSource" text,
    "externalCreatedDate" timestamp with time zone,
    "externalSalesPersonId" text
);


--
-- Name: TABLE opportunity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.opportunity IS 'Sales that may come about.';


--
-- Name: opportunity_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.opportunity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: opportunity_role; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.opportunity_role (
    id bigint NOT NULL,
    "marketoGUID" text,
    "externalOpportunityId" text,
    "leadId" bigint,
    role text,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    "isPrimary" boolean DEFAULT false,
    "externalCreatedDate" timestamp with time zone
);


--
-- Name: TABLE opportunity_role; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.opportunity_role IS 'What leads are to opportunities. No foreign key to leads: those live elsewhere.';


--
-- Name: opportunity_role_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.opportunity_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: partition; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.partition (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    description text
);


--
-- Name: TABLE partition; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.partition IS 'Every lead is in exactly one.';


--
-- Name: partition_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.partition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: program; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.program (
    id bigint NOT NULL,
    workspace_id bigint NOT NULL,
    type character varying(20) NOT NULL,
    channel_id bigint NOT NULL,
    status character varying(20) NOT NULL,
    head_start boolean NOT NULL
);


--
-- Name: TABLE program; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.program IS 'Name, description, place and dates stand in its row of folder, of type Program.';


--
-- Name: COLUMN program.workspace_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.program.workspace_id IS 'As its folder says; it never changes.';


--
-- Name: COLUMN program.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.program.status IS 'on, off, locked, unlocked or empty.';


--
-- Name: program_cost; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.program_cost (
    program_id bigint NOT NULL,
    "position" integer NOT NULL,
    start_date date NOT NULL,
    cost bigint NOT NULL,
    note text
);


--
-- Name: program_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.program_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: program_member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.program_member (
    lead_id bigint NOT NULL,
    program_id bigint NOT NULL,
    id bigint NOT NULL,
    status_id bigint NOT NULL,
    stream_id bigint,
    "acquiredBy" boolean NOT NULL,
    "isExhausted" boolean DEFAULT false NOT NULL,
    "reachedSuccess" boolean NOT NULL,
    "reachedSuccessDate" timestamp with time zone,
    "membershipDate" timestamp with time zone NOT NULL,
    "createdAt" timestamp with time zone NOT NULL,
    "updatedAt" timestamp with time zone NOT NULL,
    "nurtureCadence" character varying(4),
    "statusReason" text,
    "attendanceLikelihood" bigint,
    "registrationLikelihood" bigint,
    "waitlistPriority" bigint,
    "registrationCode" text,
    "webinarUrl" text,
    "acmeSeat" text,
    "acmeGuests" bigint
);


--
-- Name: TABLE program_member; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.program_member IS 'Columns bear the REST names of their fields; custom fields add columns.';


--
-- Name: COLUMN program_member.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.program_member.id IS 'Program Member ID in activities.';


--
-- Name: COLUMN program_member.stream_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.program_member.stream_id IS 'The track of an engagement program.';


--
-- Name: program_member_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.program_member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: program_stream; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.program_stream (
    id bigint NOT NULL,
    program_id bigint NOT NULL,
    "position" integer NOT NULL,
    name character varying(255) NOT NULL
);


--
-- Name: TABLE program_stream; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.program_stream IS 'The tracks of engagement programs, the one that members start in first.';


--
-- Name: program_stream_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.program_stream_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: program_tag; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.program_tag (
    program_id bigint NOT NULL,
    tag_type_id bigint NOT NULL,
    value character varying(255) NOT NULL
);


--
-- Name: record_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.record_key (
    field_id bigint NOT NULL,
    value text NOT NULL,
    record_id bigint NOT NULL
);


--
-- Name: TABLE record_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.record_key IS 'Every value that records of other objects than the lead are found by.';


--
-- Name: COLUMN record_key.field_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.record_key.field_id IS 'The field; of a key of several fields the first one''s, negative.';


--
-- Name: COLUMN record_key.value; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.record_key.value IS 'Trimmed, letter case folded.';


--
-- Name: role; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.role (
    id bigint NOT NULL,
    name character varying(255) NOT NULL
);


--
-- Name: role_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: role_permission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.role_permission (
    role_id bigint NOT NULL,
    permission character varying(100) NOT NULL
);


--
-- Name: sales_person; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sales_person (
    id bigint NOT NULL,
    "createdAt" timestamp with time zone,
    "updatedAt" timestamp with time zone,
    "externalSalesPersonId" text,
    email text,
    fax text,
    "firstName" text,
    "lastName" text,
    "mobilePhone" text,
    phone text,
    title text
);


--
-- Name: TABLE sales_person; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.sales_person IS 'Who owns leads, companies and opportunities.';


--
-- Name: sales_person_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.sales_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: segment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.segment (
    id bigint NOT NULL,
    segmentation_id bigint NOT NULL,
    "position" integer NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    rules json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE segment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.segment IS 'The last one is Default, which has no rules.';


--
-- Name: COLUMN segment."position"; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.segment."position" IS 'The first that matches counts.';


--
-- Name: COLUMN segment.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.segment.name_key IS 'Letter case folded.';


--
-- Name: COLUMN segment.rules; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.segment.rules IS 'Filters and how they combine.';


--
-- Name: segment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.segment_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: segmentation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.segmentation (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    description text,
    workspace_id bigint NOT NULL,
    status character varying(10) NOT NULL,
    field_name character varying(255),
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: COLUMN segmentation.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.segmentation.name_key IS 'Letter case folded.';


--
-- Name: COLUMN segmentation.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.segmentation.status IS 'draft or approved.';


--
-- Name: COLUMN segmentation.field_name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.segmentation.field_name IS 'The lead field; null while it is a draft.';


--
-- Name: segmentation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.segmentation_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: smart_list; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.smart_list (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    description text,
    folder_type character varying(10) NOT NULL,
    folder_id bigint NOT NULL,
    program_id bigint,
    workspace_id bigint NOT NULL,
    rules json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE smart_list; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.smart_list IS 'No foreign key to its folder: that is kept in one place, this everywhere.';


--
-- Name: COLUMN smart_list.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.smart_list.name_key IS 'Trimmed, letter case folded.';


--
-- Name: COLUMN smart_list.program_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.smart_list.program_id IS 'The innermost program that it stands in.';


--
-- Name: COLUMN smart_list.rules; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.smart_list.rules IS 'Filters and how they combine.';


--
-- Name: smart_list_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.smart_list_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: static_list; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.static_list (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    description text,
    folder_type character varying(10) NOT NULL,
    folder_id bigint NOT NULL,
    program_id bigint,
    workspace_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE static_list; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.static_list IS 'No foreign key to its folder: that is kept in one place, this everywhere.';


--
-- Name: COLUMN static_list.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.static_list.name_key IS 'Trimmed, letter case folded.';


--
-- Name: COLUMN static_list.program_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.static_list.program_id IS 'The innermost program that it stands in.';


--
-- Name: static_list_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.static_list_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: tag_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tag_type (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    name_key character varying(300) NOT NULL,
    is_required boolean NOT NULL
);


--
-- Name: COLUMN tag_type.name_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.tag_type.name_key IS 'Letter case folded.';


--
-- Name: tag_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.tag_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: tag_value; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tag_value (
    tag_type_id bigint NOT NULL,
    "position" integer NOT NULL,
    value character varying(255) NOT NULL
);


--
-- Name: usage_count; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.usage_count (
    day character varying(10) NOT NULL,
    user_id character varying(255) NOT NULL,
    count bigint NOT NULL
);


--
-- Name: COLUMN usage_count.day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.usage_count.day IS 'YYYY-MM-DD, US Central.';


--
-- Name: COLUMN usage_count.user_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.usage_count.user_id IS 'The API user''s address.';


--
-- Name: visitor; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.visitor (
    token character varying(320) NOT NULL,
    visits integer NOT NULL,
    seen_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE visitor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.visitor IS 'A token that no lead owns. Those of leads stand in lead_key.';


--
-- Name: COLUMN visitor.token; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.visitor.token IS 'Letter case folded.';


--
-- Name: COLUMN visitor.visits; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.visitor.visits IS 'How many rows it has there.';


--
-- Name: web_address; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.web_address (
    digest character varying(32) NOT NULL,
    address_id bigint NOT NULL
);


--
-- Name: TABLE web_address; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.web_address IS 'The number of each page and link, the same for all visitors.';


--
-- Name: COLUMN web_address.digest; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.web_address.digest IS 'Of kind and address.';


--
-- Name: web_address_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.web_address_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: workspace; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.workspace (
    id bigint NOT NULL,
    name character varying(255) NOT NULL
);


--
-- Name: TABLE workspace; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.workspace IS 'The first one is where a client without another home works.';


--
-- Name: workspace_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.workspace_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: workspace_partition; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.workspace_partition (
    workspace_id bigint NOT NULL,
    partition_id bigint NOT NULL
);


--
-- Name: TABLE workspace_partition; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.workspace_partition IS 'Which partitions a workspace sees.';


--
-- Data for Name: access_token; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.access_token VALUES
	('40c531a53b979f24cc28920a7b0027a7b32a34a0fdcedd64118cb951e0be4276', 2, 'a62ddfebe7bd549ce710c7f2eaedd507', '2026-01-15 19:00:00.123456+00');


--
-- Data for Name: activity; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.activity VALUES
	(1, 1, 12, '2026-01-15 18:00:00.123456+00', NULL, 1, 'Ada Lovelace', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(2, 2, 12, '2026-01-15 18:00:00.123456+00', NULL, 2, 'Dana Whitfield', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]'),
	(3, 3, 12, '2026-01-15 18:00:00.123456+00', NULL, 3, 'Marcus Hale', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(4, 4, 12, '2026-01-15 18:00:00.123456+00', NULL, 4, 'Priya Raman', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(5, 5, 12, '2026-01-15 18:00:00.123456+00', NULL, 5, 'Kenji Morita', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]'),
	(6, 6, 12, '2026-01-15 18:00:00.123456+00', NULL, 6, 'Chloe Tremblay', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]'),
	(7, 7, 12, '2026-01-15 18:00:00.123456+00', NULL, 7, 'Lucas Almeida', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(8, 8, 12, '2026-01-15 18:00:00.123456+00', NULL, 8, 'Valentina Rojas', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(9, 9, 12, '2026-01-15 18:00:00.123456+00', NULL, 9, 'Wei Lin', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]'),
	(10, 10, 12, '2026-01-15 18:00:00.123456+00', NULL, 10, 'Olivia Barnes', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]'),
	(11, 11, 12, '2026-01-15 18:00:00.123456+00', NULL, 11, 'Noah Tanner', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(12, 12, 12, '2026-01-15 18:00:00.123456+00', NULL, 12, 'Samuel Ortiz', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]'),
	(13, 13, 12, '2026-01-15 18:00:00.123456+00', NULL, 13, 'Ruth Abrams', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]'),
	(14, 14, 12, '2026-01-15 18:00:00.123456+00', NULL, 14, 'Mei Tan', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(15, 15, 12, '2026-01-15 18:00:00.123456+00', NULL, 15, 'Marta Keller', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(16, 16, 12, '2026-01-15 18:00:00.123456+00', NULL, 16, 'Jonas Brandt', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]'),
	(17, 17, 12, '2026-01-15 18:00:00.123456+00', NULL, 17, 'Elise Moreau', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]'),
	(18, 18, 12, '2026-01-15 18:00:00.123456+00', NULL, 18, 'Tomas Novak', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(19, 19, 12, '2026-01-15 18:00:00.123456+00', NULL, 19, 'Ines Carvalho', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(20, 20, 12, '2026-01-15 18:00:00.123456+00', NULL, 20, 'Lars Nilsson', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]'),
	(21, 21, 12, '2026-01-15 18:00:00.123456+00', NULL, 21, 'Giulia Ferri', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]'),
	(22, 22, 12, '2026-01-15 18:00:00.123456+00', NULL, 22, 'Piotr Zielinski', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(23, 23, 12, '2026-01-15 18:00:00.123456+00', NULL, 23, 'Sofia Papadakis', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(24, 24, 12, '2026-01-15 18:00:00.123456+00', NULL, 24, 'Aoife Brennan', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]'),
	(25, 25, 12, '2026-01-15 18:00:00.123456+00', NULL, 25, 'Hanna Virtanen', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]'),
	(26, 26, 12, '2026-01-15 18:00:00.123456+00', NULL, 26, 'Miguel Ortega', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]'),
	(27, 27, 12, '2026-01-15 18:00:00.123456+00', NULL, 27, 'Grace Okafor', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(28, 28, 12, '2026-01-15 18:00:00.123456+00', NULL, 28, 'Youssef Amrani', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]'),
	(29, 29, 12, '2026-01-15 18:00:00.123456+00', NULL, 29, 'Amara Diallo', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(30, 30, 12, '2026-01-15 18:00:00.123456+00', NULL, 30, 'Henrik Dahl', '[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]'),
	(1, 31, 104, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Spring Webinar', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Attended"},{"name":"New Status ID","value":40},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":1},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":true}]'),
	(15, 32, 104, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Spring Webinar', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Registered"},{"name":"New Status ID","value":38},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":2},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(16, 33, 104, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Spring Webinar', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"No Show"},{"name":"New Status ID","value":39},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":3},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(17, 34, 104, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Spring Webinar', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Invited"},{"name":"New Status ID","value":37},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":4},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(18, 35, 104, '2026-01-15 18:00:00.123456+00', NULL, 1002, 'Summer Summit', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Registered"},{"name":"New Status ID","value":28},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":26},{"name":"Program Member ID","value":5},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(17, 36, 104, '2026-01-15 18:00:00.123456+00', NULL, 1003, 'Product Launch', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Filled-out Form"},{"name":"New Status ID","value":34},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":32},{"name":"Program Member ID","value":6},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":true}]'),
	(19, 37, 104, '2026-01-15 18:00:00.123456+00', NULL, 1003, 'Product Launch', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Visited"},{"name":"New Status ID","value":33},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":32},{"name":"Program Member ID","value":7},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(1, 38, 113, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"Track ID","value":1},{"name":"Track Name","value":"First Steps"}]'),
	(1, 39, 115, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"New Nurture Cadence","value":"Norm"}]'),
	(1, 40, 114, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"New Track ID","value":1},{"name":"Track Name","value":"First Steps"}]'),
	(1, 41, 104, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Member"},{"name":"New Status ID","value":17},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":16},{"name":"Program Member ID","value":8},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(22, 42, 113, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"Track ID","value":1},{"name":"Track Name","value":"First Steps"}]'),
	(22, 43, 115, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"New Nurture Cadence","value":"Norm"}]'),
	(22, 44, 114, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"New Track ID","value":1},{"name":"Track Name","value":"First Steps"}]'),
	(22, 45, 104, '2026-01-15 18:00:00.123456+00', NULL, 1004, 'Welcome Nurture', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Engaged"},{"name":"New Status ID","value":18},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":16},{"name":"Program Member ID","value":9},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(1, 46, 104, '2026-01-15 18:00:00.123456+00', NULL, 1005, 'Spring Newsletter', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Clicked"},{"name":"New Status ID","value":8},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":5},{"name":"Program Member ID","value":10},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":true}]'),
	(18, 47, 104, '2026-01-15 18:00:00.123456+00', NULL, 1005, 'Spring Newsletter', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Opened"},{"name":"New Status ID","value":7},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":5},{"name":"Program Member ID","value":11},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(15, 48, 104, '2026-01-15 18:00:00.123456+00', NULL, 1005, 'Spring Newsletter', '[{"name":"Acquired By","value":false},{"name":"New Status","value":"Sent"},{"name":"New Status ID","value":6},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":5},{"name":"Program Member ID","value":12},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]'),
	(1, 49, 24, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Newsletter Subscribers', '[{"name":"Source","value":"Blueprint"}]'),
	(17, 50, 24, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Newsletter Subscribers', '[{"name":"Source","value":"Blueprint"}]'),
	(18, 51, 24, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Newsletter Subscribers', '[{"name":"Source","value":"Blueprint"}]'),
	(22, 52, 24, '2026-01-15 18:00:00.123456+00', NULL, 1001, 'Newsletter Subscribers', '[{"name":"Source","value":"Blueprint"}]'),
	(15, 53, 24, '2026-01-15 18:00:00.123456+00', NULL, 1002, 'Trade Show Visitors', '[{"name":"Source","value":"Blueprint"}]'),
	(19, 54, 24, '2026-01-15 18:00:00.123456+00', NULL, 1002, 'Trade Show Visitors', '[{"name":"Source","value":"Blueprint"}]'),
	(31, 55, 12, '2026-01-15 18:00:00.123456+00', NULL, 31, NULL, '[{"name":"Created Date","value":"2026-01-15"},{"name":"Source Type","value":"Web service API"},{"name":"API Method Name","value":"syncLead"},{"name":"Modifying User","value":"rehearsal@api.example.com"},{"name":"Request Id","value":"41dc#19bc2d0757b"}]'),
	(32, 56, 12, '2026-01-15 18:00:00.123456+00', NULL, 32, NULL, '[{"name":"Created Date","value":"2026-01-15"},{"name":"Source Type","value":"Web service API"},{"name":"API Method Name","value":"syncLead"},{"name":"Modifying User","value":"rehearsal@api.example.com"},{"name":"Request Id","value":"41dc#19bc2d0757b"}]'),
	(31, 57, 32, '2026-01-15 18:00:00.123456+00', NULL, 31, NULL, '[{"name":"Master Updated","value":false},{"name":"Merge IDs","value":[32]},{"name":"Merge Source","value":"api"},{"name":"Merged in Sales","value":false}]');


--
-- Data for Name: activity_second; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.activity_second VALUES
	(1768500000, 1);


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alembic_version VALUES
	('0001');


--
-- Data for Name: anonymous_visit; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: api_call; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: api_user; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.api_user VALUES
	(1, 'demo@api.example.com'),
	(2, 'rehearsal@api.example.com');


--
-- Data for Name: api_user_role; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.api_user_role VALUES
	(1, 1, 1),
	(2, 1, 1);


--
-- Data for Name: asset_token; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.asset_token VALUES
	('Program', 1001, 'message', 'text', 'Hello'),
	('Program', 1001, 'seats', 'number', '200'),
	('Program', 1001, 'date', 'date', '2026-03-19'),
	('Program', 1003, 'message', 'text', 'Bonjour');


--
-- Data for Name: campaign; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.campaign VALUES
	(1001, 'Welcome New Leads', 'welcome new leads', 'Can be requested through the API', 'Program', 1003, 1003, 1, 'trigger', true, false, true, 'any', NULL, NULL, '{"triggers":[{"type":"Campaign is Requested","where":[{"attribute":"Source","operator":"is","values":["Web Service API"]}]}],"filters":[{"field":"email","operator":"is not empty"}]}', '[{"kind":"changeDataValue","arguments":{"field":"leadStatus","value":"Welcomed"},"choices":[{"condition":{"field":"country","operator":"is","values":["France"]},"arguments":{"field":"leadStatus","value":"Bienvenue"}}]},{"kind":"wait","arguments":{"days":1}},{"kind":"addToList","arguments":{"list":1001}}]', 1000001, 1000002, NULL, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(1002, 'Score Visitors', 'score visitors', NULL, 'Folder', 15, NULL, 1, 'trigger', false, false, true, 'any', NULL, NULL, '{"triggers":[{"type":"Visits Web Page"}]}', '[{"kind":"changeScore","arguments":{"field":"leadScore","change":"+1"}}]', 1000003, 1000004, NULL, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(1003, 'Monthly Upkeep', 'monthly upkeep', NULL, 'Folder', 15, NULL, 1, 'batch', false, false, false, 'interval', 1, 'month', '{"filters":[{"field":"leadScore","operator":"at least","values":[50]}]}', '[{"kind":"interestingMoment","arguments":{"type":"Milestone","description":"Scores {{lead.Lead Score}}"}}]', 1000005, 1000006, NULL, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: campaign_list; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.campaign_list VALUES
	(1001, 1001);


--
-- Data for Name: campaign_member; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: campaign_run; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: catalog_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.catalog_version VALUES
	(1, 1795990703543894);


--
-- Data for Name: channel; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.channel VALUES
	(1, 'Content', 'content', 'Default', '2026-11-29 22:18:23.240018+00', '2026-11-29 22:18:23.240018+00'),
	(2, 'Email Send', 'email send', 'Email', '2026-11-29 22:18:23.277237+00', '2026-11-29 22:18:23.277237+00'),
	(3, 'Live Event', 'live event', 'Event', '2026-11-29 22:18:23.301999+00', '2026-11-29 22:18:23.301999+00'),
	(4, 'Nurture', 'nurture', 'Engagement', '2026-11-29 22:18:23.324942+00', '2026-11-29 22:18:23.324942+00'),
	(5, 'Online Advertising', 'online advertising', 'Default', '2026-11-29 22:18:23.349601+00', '2026-11-29 22:18:23.349601+00'),
	(6, 'Operational', 'operational', 'Default', '2026-11-29 22:18:23.380307+00', '2026-11-29 22:18:23.380307+00'),
	(7, 'Virtual Event', 'virtual event', 'Event with Webinar', '2026-11-29 22:18:23.404215+00', '2026-11-29 22:18:23.404215+00'),
	(8, 'Web Content', 'web content', 'Default', '2026-11-29 22:18:23.436927+00', '2026-11-29 22:18:23.436927+00'),
	(9, 'Webinar', 'webinar', 'Event', '2026-11-29 22:18:23.464223+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: channel_status; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.channel_status VALUES
	(1, 1, 'Not in Program', 0, false, false, NULL),
	(2, 1, 'Visited', 10, false, false, 'Visited'),
	(3, 1, 'Engaged', 20, false, false, 'Engaged'),
	(4, 1, 'Influenced', 30, true, false, 'Influenced'),
	(5, 2, 'Not in Program', 0, false, false, NULL),
	(6, 2, 'Sent', 10, false, false, 'Sent'),
	(7, 2, 'Opened', 20, false, false, 'Opened'),
	(8, 2, 'Clicked', 30, true, false, 'Clicked'),
	(9, 2, 'Influenced', 40, true, false, 'Influenced'),
	(10, 3, 'Not in Program', 0, false, false, NULL),
	(11, 3, 'Invited', 10, false, false, 'Invited'),
	(12, 3, 'Registered', 20, false, false, 'Registered'),
	(13, 3, 'Wait Listed', 30, false, false, 'Wait Listed'),
	(14, 3, 'No Show', 40, false, false, 'No Show'),
	(15, 3, 'Attended', 50, true, false, 'Attended'),
	(16, 4, 'Not in Program', 0, false, false, NULL),
	(17, 4, 'Member', 10, false, false, 'Member'),
	(18, 4, 'Engaged', 20, false, false, 'Engaged'),
	(19, 4, 'Influenced', 30, true, false, 'Influenced'),
	(20, 5, 'Not in Program', 0, false, false, NULL),
	(21, 5, 'Visited', 10, false, false, 'Visited'),
	(22, 5, 'Engaged', 20, false, false, 'Engaged'),
	(23, 5, 'Influenced', 30, true, false, 'Influenced'),
	(24, 6, 'Not in Program', 0, false, false, NULL),
	(25, 6, 'Member', 10, false, false, 'Member'),
	(26, 7, 'Not in Program', 0, false, false, NULL),
	(27, 7, 'Invited', 10, false, false, 'Invited'),
	(28, 7, 'Registered', 20, false, false, 'Registered'),
	(29, 7, 'No Show', 30, false, false, 'No Show'),
	(30, 7, 'Attended', 40, true, false, 'Attended'),
	(31, 7, 'Attended On-demand', 50, true, false, 'Attended On-demand'),
	(32, 8, 'Not in Program', 0, false, false, NULL),
	(33, 8, 'Visited', 10, false, false, 'Visited'),
	(34, 8, 'Filled-out Form', 20, true, false, 'Filled-out Form'),
	(35, 8, 'Influenced', 30, true, false, 'Influenced'),
	(36, 9, 'Not in Program', 0, false, false, NULL),
	(37, 9, 'Invited', 10, false, false, 'Invited'),
	(38, 9, 'Registered', 20, false, false, 'Registered'),
	(39, 9, 'No Show', 30, false, false, 'No Show'),
	(40, 9, 'Attended', 40, true, false, 'Attended'),
	(41, 9, 'Watched Recording', 50, true, false, NULL);


--
-- Data for Name: client; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.client VALUES
	(1, 'demo', 'leadkeep-demo', 'bb7d035fdca926bc80b11a97b937c2af3d7c7b7e47be50988b874d0c0e6c0e7c', 1, '2026-01-15 18:00:00.123456+00'),
	(2, 'rehearsal', 'b6fcfce1-5edf-41a2-b3b7-953e837392a4', '755f580c22892d9bfd4724328010631662522807a3a11e957bf378c5cc7afd99', 2, '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: company; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.company VALUES
	(31, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 'c-1', NULL, NULL, NULL, NULL, NULL, NULL, 'Acme', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);


--
-- Data for Name: custom_activity_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.custom_activity_type VALUES
	(100001, 'attended', '{"name":"Attended","trigger_name":"Attends","filter_name":"Attended","primary":{"api_name":"title","name":"Title","data_type":"string","description":null},"description":null,"attributes":[]}', NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: custom_object_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.custom_object_type VALUES
	(1001, 'car', '{"display_name":"Car","plural_name":null,"description":null,"show_in_lead_detail":false,"fields":[{"name":"vin","display_name":"VIN","data_type":"string","description":null,"is_dedupe":true,"related":null,"is_late":false}]}', NULL, 1, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: deleted_lead; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: error_count; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: field; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.field VALUES
	(4, 'lead', 'company', 'Company', 'Company Name', 'string', 255, 'company', false, false, true, false, true, false, false, false, NULL),
	(5, 'lead', 'site', 'Site', 'Site', 'string', 255, 'site', false, false, true, false, true, false, false, false, NULL),
	(6, 'lead', 'billingStreet', 'BillingStreet', 'Billing Address', 'text', NULL, 'billingStreet', false, false, true, false, true, false, false, false, NULL),
	(7, 'lead', 'billingCity', 'BillingCity', 'Billing City', 'string', 255, 'billingCity', false, false, true, false, true, false, false, false, NULL),
	(8, 'lead', 'billingState', 'BillingState', 'Billing State', 'string', 255, 'billingState', false, false, true, false, true, false, false, false, NULL),
	(9, 'lead', 'billingCountry', 'BillingCountry', 'Billing Country', 'string', 255, 'billingCountry', false, false, true, false, true, false, false, false, NULL),
	(10, 'lead', 'billingPostalCode', 'BillingPostalCode', 'Billing Postal Code', 'string', 255, 'billingPostalCode', false, false, true, false, true, false, false, false, NULL),
	(11, 'lead', 'website', 'Website', 'Website', 'url', 255, 'website', false, false, true, false, true, false, false, false, NULL),
	(12, 'lead', 'mainPhone', 'MainPhone', 'Main Phone', 'string', 255, 'mainPhone', false, false, true, false, true, false, false, false, NULL),
	(15, 'lead', 'annualRevenue', 'AnnualRevenue', 'Annual Revenue', 'currency', NULL, 'annualRevenue', false, false, true, false, true, false, false, false, NULL),
	(16, 'lead', 'numberOfEmployees', 'NumberOfEmployees', 'Num Employees', 'integer', NULL, 'numberOfEmployees', false, false, true, false, true, false, false, false, NULL),
	(17, 'lead', 'industry', 'Industry', 'Industry', 'string', 255, 'industry', false, false, true, false, true, false, false, false, NULL),
	(18, 'lead', 'sicCode', 'SICCode', 'SIC Code', 'string', 40, 'sicCode', false, false, true, false, true, false, false, false, NULL),
	(20, 'lead', 'mktoCompanyNotes', 'MktoCompanyNotes', 'Company Notes', 'text', NULL, 'mktoCompanyNotes', false, false, true, false, true, false, false, false, NULL),
	(41, 'lead', 'externalCompanyId', NULL, 'External Company Id', 'string', 50, 'externalCompanyId', false, false, true, false, true, false, false, false, NULL),
	(44, 'lead', 'id', 'Id', 'Id', 'integer', NULL, 'id', false, false, false, false, true, false, false, false, NULL),
	(45, 'lead', 'mktoName', NULL, 'Full Name', 'string', 255, 'mktoName', true, false, false, false, true, false, false, false, NULL),
	(46, 'lead', 'personType', 'PersonType', 'Person Type', 'string', 50, 'personType', false, false, false, false, true, false, false, false, NULL),
	(48, 'lead', 'mktoIsPartner', NULL, 'Is Partner', 'boolean', NULL, 'mktoIsPartner', false, false, false, false, true, false, false, false, NULL),
	(49, 'lead', 'isLead', 'IsLead', 'Is Lead', 'boolean', NULL, 'isLead', false, false, false, false, true, false, false, false, NULL),
	(50, 'lead', 'mktoIsCustomer', NULL, 'Is Customer', 'boolean', NULL, 'mktoIsCustomer', false, false, false, false, true, false, false, false, NULL),
	(51, 'lead', 'isAnonymous', NULL, 'Is Anonymous', 'boolean', NULL, 'isAnonymous', false, false, false, false, true, false, false, false, NULL),
	(52, 'lead', 'salutation', 'Salutation', 'Salutation', 'string', 255, 'salutation', false, false, false, false, true, false, false, false, NULL),
	(53, 'lead', 'firstName', 'FirstName', 'First Name', 'string', 255, 'firstName', false, false, false, false, true, false, false, false, NULL),
	(54, 'lead', 'middleName', 'MiddleName', 'Middle Name', 'string', 255, 'middleName', false, false, false, false, true, false, false, false, NULL),
	(55, 'lead', 'lastName', 'LastName', 'Last Name', 'string', 255, 'lastName', false, false, false, false, true, false, false, false, NULL),
	(56, 'lead', 'email', 'Email', 'Email Address', 'email', 255, 'email', false, false, false, false, true, true, false, false, NULL),
	(57, 'lead', 'phone', 'Phone', 'Phone Number', 'phone', 255, 'phone', false, false, false, false, true, false, false, false, NULL),
	(58, 'lead', 'mobilePhone', 'MobilePhone', 'Mobile Phone Number', 'phone', 255, 'mobilePhone', false, false, false, false, true, false, false, false, NULL),
	(59, 'lead', 'fax', 'Fax', 'Fax Number', 'phone', 255, 'fax', false, false, false, false, true, false, false, false, NULL),
	(60, 'lead', 'title', 'Title', 'Job Title', 'string', 255, 'title', false, false, false, false, true, false, false, false, NULL),
	(61, 'lead', 'contactCompany', 'Contact Company', 'Contact Company', 'reference', NULL, 'contactCompany', true, false, false, false, true, false, false, false, NULL),
	(62, 'lead', 'dateOfBirth', 'DateofBirth', 'Date of Birth', 'date', NULL, 'dateOfBirth', false, false, false, false, true, false, false, false, NULL),
	(63, 'lead', 'address', 'Address', 'Address', 'text', NULL, 'address', false, false, false, false, true, false, false, false, NULL),
	(64, 'lead', 'city', 'City', 'City', 'string', 255, 'city', false, false, false, false, true, false, false, false, NULL),
	(65, 'lead', 'state', 'State', 'State', 'string', 255, 'state', false, false, false, false, true, false, false, false, NULL),
	(66, 'lead', 'country', 'Country', 'Country', 'string', 255, 'country', false, false, false, false, true, false, false, false, NULL),
	(67, 'lead', 'postalCode', 'PostalCode', 'Postal Code', 'string', 255, 'postalCode', false, false, false, false, true, false, false, false, NULL),
	(68, 'lead', 'personTimeZone', NULL, 'Person Time Zone', 'string', 255, 'personTimeZone', true, false, false, false, true, false, false, false, NULL),
	(70, 'lead', 'originalSourceType', 'OriginalSourceType', 'Original Source Type', 'string', 255, 'originalSourceType', true, false, false, false, true, false, false, false, NULL),
	(71, 'lead', 'originalSourceInfo', 'OriginalSourceInfo', 'Original Source Info', 'string', 2000, 'originalSourceInfo', true, false, false, false, true, false, false, false, NULL),
	(72, 'lead', 'registrationSourceType', 'RegistrationSourceType', 'Registration Source Type', 'string', 255, 'registrationSourceType', false, false, false, false, true, false, false, false, NULL),
	(73, 'lead', 'registrationSourceInfo', 'RegistrationSourceInfo', 'Registration Source Info', 'string', 2000, 'registrationSourceInfo', false, false, false, false, true, false, false, false, NULL),
	(74, 'lead', 'originalSearchEngine', 'OriginalSearchEngine', 'Original Search Engine', 'string', 255, 'originalSearchEngine', true, false, false, false, true, false, false, false, NULL),
	(75, 'lead', 'originalSearchPhrase', 'OriginalSearchPhrase', 'Original Search Phrase', 'string', 255, 'originalSearchPhrase', true, false, false, false, true, false, false, false, NULL),
	(76, 'lead', 'originalReferrer', 'OriginalReferrer', 'Original Referrer', 'url', 255, 'originalReferrer', true, false, false, false, true, false, false, false, NULL),
	(77, 'lead', 'emailInvalid', 'EmailInvalid', 'Email Invalid', 'boolean', NULL, 'emailInvalid', false, false, false, false, true, false, false, false, NULL),
	(78, 'lead', 'emailInvalidCause', 'EmailInvalidCause', 'Email Invalid Cause', 'string', 255, 'emailInvalidCause', false, false, false, false, true, false, false, false, NULL),
	(79, 'lead', 'unsubscribed', 'Unsubscribed', 'Unsubscribed', 'boolean', NULL, 'unsubscribed', false, false, false, false, true, false, false, false, NULL),
	(81, 'lead', 'unsubscribedReason', 'UnsubscribedReason', 'Unsubscribed Reason', 'string', 2000, 'unsubscribedReason', false, false, false, false, true, false, false, false, NULL),
	(82, 'lead', 'doNotCall', 'DoNotCall', 'Do Not Call', 'boolean', NULL, 'doNotCall', false, false, false, false, true, false, false, false, NULL),
	(83, 'lead', 'mktoDoNotCallCause', NULL, 'Do Not Call Cause', 'string', 255, 'mktoDoNotCallCause', false, false, false, false, true, false, false, false, NULL),
	(84, 'lead', 'doNotCallReason', 'DoNotCallReason', 'Do Not Call Reason', 'string', 2000, 'doNotCallReason', false, false, false, false, true, false, false, false, NULL),
	(85, 'lead', 'marketingSuspended', NULL, 'Marketing Suspended', 'boolean', NULL, 'marketingSuspended', false, false, false, false, true, false, false, false, NULL),
	(86, 'lead', 'marketingSuspendedCause', NULL, 'Marketing Suspended Cause', 'string', 255, 'marketingSuspendedCause', false, false, false, false, true, false, false, false, NULL),
	(87, 'lead', 'blackListed', NULL, 'Black Listed', 'boolean', NULL, 'blackListed', false, false, false, false, true, false, false, false, NULL),
	(88, 'lead', 'blackListedCause', NULL, 'Black Listed Cause', 'string', 255, 'blackListedCause', false, false, false, false, true, false, false, false, NULL),
	(89, 'lead', 'mktoPersonNotes', 'MktoPersonNotes', 'Person Notes', 'text', NULL, 'mktoPersonNotes', false, false, false, false, true, false, false, false, NULL),
	(103, 'lead', 'anonymousIP', 'AnonymousIP', 'Anonymous IP', 'string', 255, 'anonymousIP', false, false, false, false, true, false, false, false, NULL),
	(104, 'lead', 'inferredCompany', 'InferredCompany', 'Inferred Company', 'string', 255, 'inferredCompany', true, false, false, false, true, false, false, false, NULL),
	(105, 'lead', 'inferredCountry', 'InferredCountry', 'Inferred Country', 'string', 255, 'inferredCountry', true, false, false, false, true, false, false, false, NULL),
	(106, 'lead', 'inferredCity', NULL, 'Inferred City', 'string', 255, 'inferredCity', true, false, false, false, true, false, false, false, NULL),
	(107, 'lead', 'inferredStateRegion', NULL, 'Inferred State Region', 'string', 255, 'inferredStateRegion', true, false, false, false, true, false, false, false, NULL),
	(108, 'lead', 'inferredPostalCode', NULL, 'Inferred Postal Code', 'string', 255, 'inferredPostalCode', true, false, false, false, true, false, false, false, NULL),
	(109, 'lead', 'inferredMetropolitanArea', NULL, 'Inferred Metropolitan Area', 'string', 255, 'inferredMetropolitanArea', true, false, false, false, true, false, false, false, NULL),
	(110, 'lead', 'inferredPhoneAreaCode', NULL, 'Inferred Phone Area Code', 'string', 255, 'inferredPhoneAreaCode', true, false, false, false, true, false, false, false, NULL),
	(123, 'lead', 'emailSuspended', NULL, 'Email Suspended', 'boolean', NULL, 'emailSuspended', false, false, false, false, true, false, false, false, NULL),
	(124, 'lead', 'emailSuspendedCause', NULL, 'Email Suspended Cause', 'string', 255, 'emailSuspendedCause', false, false, false, false, true, false, false, false, NULL),
	(125, 'lead', 'emailSuspendedAt', NULL, 'Email Suspended At', 'datetime', NULL, 'emailSuspendedAt', false, false, false, false, true, false, false, false, NULL),
	(126, 'lead', 'department', 'Department', 'Department', 'string', 255, 'department', false, false, false, false, true, false, false, false, NULL),
	(130, 'lead', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, false, false, false, true, false, false, false, NULL),
	(131, 'lead', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, false, false, false, true, false, false, false, NULL),
	(136, 'lead', 'cookies', NULL, 'Cookies', 'string', 255, 'cookies', false, false, false, false, true, false, false, false, NULL),
	(137, 'lead', 'externalSalesPersonId', NULL, 'External Sales Person Id', 'string', 50, 'externalSalesPersonId', false, false, false, false, true, false, false, false, NULL),
	(141, 'lead', 'leadPerson', 'Lead Person', 'Lead Person', 'reference', NULL, 'id', true, false, false, false, true, false, false, false, NULL),
	(143, 'lead', 'leadRole', 'LeadRole', 'Role', 'string', 50, 'leadRole', false, false, false, false, true, false, false, false, NULL),
	(144, 'lead', 'leadSource', 'LeadSource', 'Lead Source', 'string', 255, 'leadSource', false, false, false, false, true, false, false, false, NULL),
	(145, 'lead', 'leadStatus', 'LeadStatus', 'Lead Status', 'string', 255, 'leadStatus', false, false, false, false, true, false, false, false, NULL),
	(146, 'lead', 'leadScore', 'LeadScore', 'Lead Score', 'integer', NULL, 'leadScore', false, false, false, false, true, false, false, false, NULL),
	(147, 'lead', 'urgency', NULL, 'Urgency', 'float', NULL, 'urgency', false, false, false, false, true, false, false, false, NULL),
	(148, 'lead', 'priority', NULL, 'Priority', 'integer', NULL, 'priority', false, false, false, false, true, false, false, false, NULL),
	(149, 'lead', 'relativeScore', NULL, 'Relative Score', 'integer', NULL, 'relativeScore', false, false, false, false, true, false, false, false, NULL),
	(150, 'lead', 'relativeUrgency', NULL, 'Relative Urgency', 'integer', NULL, 'relativeUrgency', false, false, false, false, true, false, false, false, NULL),
	(160, 'lead', 'rating', 'Rating', 'Lead Rating', 'string', 255, 'rating', false, false, false, false, true, false, false, false, NULL),
	(181, 'lead', 'personPrimaryLeadInterest', 'Person Primary Lead Interest', 'Primary Lead Interest', 'reference', NULL, 'id', true, false, false, false, true, false, false, false, NULL),
	(479, 'lead', 'leadPartitionId', 'Lead Partition ID', 'Lead Partition Id', 'reference', NULL, 'leadPartitionId', false, false, false, false, true, false, false, false, NULL),
	(485, 'lead', 'leadRevenueCycleModelId', 'Lead Revenue Cycle Model ID', 'Lead Revenue Cycle Model ID', 'reference', NULL, 'leadRevenueCycleModelId', false, false, false, false, true, false, false, false, NULL),
	(487, 'lead', 'leadRevenueStageId', 'Lead Revenue Stage ID', 'Lead Revenue Stage ID', 'reference', NULL, 'leadRevenueStageId', false, false, false, false, true, false, false, false, NULL),
	(625, 'lead', 'acquisitionProgramId', 'Acquisition Program ID', 'Acquisition Program', 'reference', NULL, 'acquisitionProgramId', false, false, false, false, true, false, false, false, NULL),
	(627, 'lead', 'mktoAcquisitionDate', NULL, 'Acquisition Date', 'datetime', NULL, 'mktoAcquisitionDate', false, false, false, false, true, false, false, false, NULL),
	(541, 'lead', 'facebookId', 'MarketoSocialFacebookId', 'Marketo Social Facebook Id', 'string', 2000, 'facebookId', false, false, false, true, true, false, false, false, NULL),
	(542, 'lead', 'twitterId', 'MarketoSocialTwitterId', 'Marketo Social Twitter Id', 'string', 2000, 'twitterId', false, false, false, true, true, false, false, false, NULL),
	(543, 'lead', 'linkedInId', 'MarketoSocialLinkedInId', 'Marketo Social LinkedIn Id', 'string', 2000, 'linkedInId', false, false, false, true, true, false, false, false, NULL),
	(750, 'lead', 'sfdcAccountId', NULL, 'SFDC Account Id', 'string', 255, 'sfdcAccountId', false, false, false, true, true, false, false, false, NULL),
	(751, 'lead', 'sfdcContactId', NULL, 'SFDC Contact Id', 'string', 255, 'sfdcContactId', false, false, false, true, true, false, false, false, NULL),
	(752, 'lead', 'sfdcLeadId', NULL, 'SFDC Lead Id', 'string', 255, 'sfdcLeadId', false, false, false, true, true, false, false, false, NULL),
	(753, 'lead', 'sfdcLeadOwnerId', NULL, 'SFDC Lead Owner Id', 'string', 255, 'sfdcLeadOwnerId', false, false, false, true, true, false, false, false, NULL),
	(754, 'lead', 'sfdcOpptyId', NULL, 'SFDC Oppty Id', 'string', 255, 'sfdcOpptyId', false, false, false, true, true, false, false, false, NULL),
	(760, 'lead', 'leadOwnerFirstName', NULL, 'Lead Owner First Name', 'string', 255, 'leadOwnerFirstName', true, true, false, true, true, false, false, false, NULL),
	(761, 'lead', 'leadOwnerLastName', NULL, 'Lead Owner Last Name', 'string', 255, 'leadOwnerLastName', true, true, false, true, true, false, false, false, NULL);
INSERT INTO public.field VALUES
	(762, 'lead', 'leadOwnerEmailAddress', NULL, 'Lead Owner Email Address', 'email', 255, 'leadOwnerEmailAddress', true, true, false, true, true, false, false, false, NULL),
	(763, 'lead', 'leadOwnerPhoneNumber', NULL, 'Lead Owner Phone Number', 'phone', 255, 'leadOwnerPhoneNumber', true, true, false, true, true, false, false, false, NULL),
	(764, 'lead', 'leadOwnerTitle', NULL, 'Lead Owner Job Title', 'string', 255, 'leadOwnerTitle', true, true, false, true, true, false, false, false, NULL),
	(200, 'company', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(201, 'company', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(202, 'company', 'externalCompanyId', NULL, 'External Company Id', 'string', 50, 'externalCompanyId', false, false, false, false, true, false, false, false, NULL),
	(203, 'company', 'id', NULL, 'Id', 'integer', NULL, 'id', true, true, false, false, true, false, false, false, NULL),
	(204, 'company', 'annualRevenue', NULL, 'Annual Revenue', 'currency', NULL, 'annualRevenue', false, false, false, false, true, false, false, false, NULL),
	(205, 'company', 'billingCity', NULL, 'Billing City', 'string', 255, 'billingCity', false, false, false, false, true, false, false, false, NULL),
	(206, 'company', 'billingCountry', NULL, 'Billing Country', 'string', 255, 'billingCountry', false, false, false, false, true, false, false, false, NULL),
	(207, 'company', 'billingPostalCode', NULL, 'Billing Postal Code', 'string', 255, 'billingPostalCode', false, false, false, false, true, false, false, false, NULL),
	(208, 'company', 'billingState', NULL, 'Billing State', 'string', 255, 'billingState', false, false, false, false, true, false, false, false, NULL),
	(209, 'company', 'billingStreet', NULL, 'Billing Address', 'text', NULL, 'billingStreet', false, false, false, false, true, false, false, false, NULL),
	(210, 'company', 'company', NULL, 'Company Name', 'string', 255, 'company', false, false, false, false, true, false, false, false, NULL),
	(211, 'company', 'externalSalesPersonId', NULL, 'External Sales Person Id', 'string', 50, 'externalSalesPersonId', false, false, false, false, true, false, false, false, NULL),
	(212, 'company', 'industry', NULL, 'Industry', 'string', 255, 'industry', false, false, false, false, true, false, false, false, NULL),
	(213, 'company', 'mainPhone', NULL, 'Main Phone', 'string', 255, 'mainPhone', false, false, false, false, true, false, false, false, NULL),
	(214, 'company', 'mktoCompanyNotes', NULL, 'Company Notes', 'text', NULL, 'mktoCompanyNotes', false, false, false, false, true, false, false, false, NULL),
	(215, 'company', 'numberOfEmployees', NULL, 'Num Employees', 'integer', NULL, 'numberOfEmployees', false, false, false, false, true, false, false, false, NULL),
	(216, 'company', 'sicCode', NULL, 'SIC Code', 'string', 40, 'sicCode', false, false, false, false, true, false, false, false, NULL),
	(217, 'company', 'site', NULL, 'Site', 'string', 255, 'site', false, false, false, false, true, false, false, false, NULL),
	(218, 'company', 'website', NULL, 'Website', 'url', 255, 'website', false, false, false, false, true, false, false, false, NULL),
	(225, 'salesPerson', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(226, 'salesPerson', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(227, 'salesPerson', 'externalSalesPersonId', NULL, 'External Sales Person Id', 'string', 50, 'externalSalesPersonId', false, false, false, false, true, false, false, false, NULL),
	(228, 'salesPerson', 'id', NULL, 'Id', 'integer', NULL, 'id', true, true, false, false, true, false, false, false, NULL),
	(229, 'salesPerson', 'email', NULL, 'Email', 'email', 255, 'email', false, false, false, false, true, false, false, false, NULL),
	(230, 'salesPerson', 'fax', NULL, 'Fax', 'phone', 255, 'fax', false, false, false, false, true, false, false, false, NULL),
	(231, 'salesPerson', 'firstName', NULL, 'First Name', 'string', 255, 'firstName', false, false, false, false, true, false, false, false, NULL),
	(232, 'salesPerson', 'lastName', NULL, 'Last Name', 'string', 255, 'lastName', false, false, false, false, true, false, false, false, NULL),
	(233, 'salesPerson', 'mobilePhone', NULL, 'Mobile Phone', 'phone', 255, 'mobilePhone', false, false, false, false, true, false, false, false, NULL),
	(234, 'salesPerson', 'phone', NULL, 'Phone', 'phone', 255, 'phone', false, false, false, false, true, false, false, false, NULL),
	(235, 'salesPerson', 'title', NULL, 'Title', 'string', 255, 'title', false, false, false, false, true, false, false, false, NULL),
	(240, 'opportunity', 'marketoGUID', NULL, 'Marketo GUID', 'string', 36, 'marketoGUID', true, true, false, false, true, false, false, false, NULL),
	(241, 'opportunity', 'externalOpportunityId', NULL, 'SFDC Oppty Id', 'string', 50, 'externalOpportunityId', false, false, false, false, true, false, false, false, NULL),
	(242, 'opportunity', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(243, 'opportunity', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(244, 'opportunity', 'name', NULL, 'Name', 'string', 255, 'name', false, false, false, false, true, false, false, false, NULL),
	(245, 'opportunity', 'description', NULL, 'Description', 'string', 2000, 'description', false, false, false, false, true, false, false, false, NULL),
	(246, 'opportunity', 'type', NULL, 'Type', 'string', 255, 'type', false, false, false, false, true, false, false, false, NULL),
	(247, 'opportunity', 'stage', NULL, 'Stage', 'string', 255, 'stage', false, false, false, false, true, false, false, false, NULL),
	(248, 'opportunity', 'amount', NULL, 'Amount', 'currency', NULL, 'amount', false, false, false, false, true, false, false, false, NULL),
	(249, 'opportunity', 'source', NULL, 'Source', 'string', 255, 'source', false, false, false, false, true, false, false, false, NULL),
	(250, 'opportunity', 'probability', NULL, 'Probability', 'integer', NULL, 'probability', false, false, false, false, true, false, false, false, NULL),
	(251, 'opportunity', 'expectedRevenue', NULL, 'Expected Revenue', 'currency', NULL, 'expectedRevenue', false, false, false, false, true, false, false, false, NULL),
	(252, 'opportunity', 'closeDate', NULL, 'Close Date', 'date', NULL, 'closeDate', false, false, false, false, true, false, false, false, NULL),
	(253, 'opportunity', 'fiscalQuarter', NULL, 'Fiscal Quarter', 'string', 255, 'fiscalQuarter', false, false, false, false, true, false, false, false, NULL),
	(254, 'opportunity', 'fiscalYear', NULL, 'Fiscal Year', 'string', 255, 'fiscalYear', false, false, false, false, true, false, false, false, NULL),
	(255, 'opportunity', 'forecastCategoryName', NULL, 'Forecast Category Name', 'string', 255, 'forecastCategoryName', false, false, false, false, true, false, false, false, NULL),
	(256, 'opportunity', 'isClosed', NULL, 'Is Closed', 'boolean', NULL, 'isClosed', false, false, false, false, true, false, false, false, NULL),
	(257, 'opportunity', 'isWon', NULL, 'Is Won', 'boolean', NULL, 'isWon', false, false, false, false, true, false, false, false, NULL),
	(258, 'opportunity', 'quantity', NULL, 'Quantity', 'float', NULL, 'quantity', false, false, false, false, true, false, false, false, NULL),
	(259, 'opportunity', 'nextStep', NULL, 'Next Step', 'string', 255, 'nextStep', false, false, false, false, true, false, false, false, NULL),
	(260, 'opportunity', 'lastActivityDate', NULL, 'Last Activity Date', 'date', NULL, 'lastActivityDate', false, false, false, false, true, false, false, false, NULL),
	(261, 'opportunity', 'leadSource', NULL, 'Lead Source', 'string', 255, 'leadSource', false, false, false, false, true, false, false, false, NULL),
	(262, 'opportunity', 'externalCreatedDate', NULL, 'SFDC Created Date', 'datetime', NULL, 'externalCreatedDate', false, false, false, false, true, false, false, false, NULL),
	(263, 'opportunity', 'externalSalesPersonId', NULL, 'External Sales Person Id', 'string', 50, 'externalSalesPersonId', false, false, false, false, true, false, false, false, NULL),
	(270, 'opportunityRole', 'marketoGUID', NULL, 'Marketo GUID', 'string', 36, 'marketoGUID', true, true, false, false, true, false, false, false, NULL),
	(271, 'opportunityRole', 'externalOpportunityId', NULL, 'External Opportunity Id', 'string', 50, 'externalOpportunityId', false, false, false, false, true, false, false, false, NULL),
	(272, 'opportunityRole', 'leadId', NULL, 'Lead Id', 'integer', NULL, 'leadId', false, false, false, false, true, false, false, false, NULL),
	(273, 'opportunityRole', 'role', NULL, 'Role', 'string', 50, 'role', false, false, false, false, true, false, false, false, NULL),
	(274, 'opportunityRole', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(275, 'opportunityRole', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(276, 'opportunityRole', 'isPrimary', NULL, 'Is Primary', 'boolean', NULL, 'isPrimary', false, false, false, false, true, false, false, false, NULL),
	(277, 'opportunityRole', 'externalCreatedDate', NULL, 'External Created Date', 'datetime', NULL, 'externalCreatedDate', false, false, false, false, true, false, false, false, NULL),
	(280, 'namedAccount', 'marketoGUID', NULL, 'Marketo GUID', 'string', 36, 'marketoGUID', true, true, false, false, true, false, false, false, NULL),
	(281, 'namedAccount', 'name', NULL, 'Name', 'string', 255, 'name', false, false, false, false, true, false, false, false, NULL),
	(282, 'namedAccount', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(283, 'namedAccount', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(284, 'namedAccount', 'annualRevenue', NULL, 'Annual Revenue', 'currency', NULL, 'annualRevenue', false, false, false, false, true, false, false, false, NULL),
	(285, 'namedAccount', 'city', NULL, 'City', 'string', 255, 'city', false, false, false, false, true, false, false, false, NULL),
	(286, 'namedAccount', 'country', NULL, 'Country', 'string', 255, 'country', false, false, false, false, true, false, false, false, NULL),
	(287, 'namedAccount', 'domainName', NULL, 'Domain Name', 'string', 255, 'domainName', false, false, false, false, true, false, false, false, NULL),
	(288, 'namedAccount', 'industry', NULL, 'Industry', 'string', 255, 'industry', false, false, false, false, true, false, false, false, NULL),
	(289, 'namedAccount', 'logoUrl', NULL, 'Logo URL', 'url', 255, 'logoUrl', false, false, false, false, true, false, false, false, NULL),
	(290, 'namedAccount', 'membershipCount', NULL, 'Membership Count', 'integer', NULL, 'membershipCount', true, true, false, false, true, false, false, false, NULL),
	(291, 'namedAccount', 'numberOfEmployees', NULL, 'Number Of Employees', 'integer', NULL, 'numberOfEmployees', false, false, false, false, true, false, false, false, NULL),
	(292, 'namedAccount', 'opptyAmount', NULL, 'Oppty Amount', 'currency', NULL, 'opptyAmount', true, true, false, false, true, false, false, false, NULL),
	(293, 'namedAccount', 'opptyCount', NULL, 'Oppty Count', 'integer', NULL, 'opptyCount', true, true, false, false, true, false, false, false, NULL),
	(294, 'namedAccount', 'score1', NULL, 'Score 1', 'integer', NULL, 'score1', false, false, false, false, true, false, false, false, NULL),
	(295, 'namedAccount', 'score2', NULL, 'Score 2', 'integer', NULL, 'score2', false, false, false, false, true, false, false, false, NULL),
	(296, 'namedAccount', 'score3', NULL, 'Score 3', 'integer', NULL, 'score3', false, false, false, false, true, false, false, false, NULL),
	(297, 'namedAccount', 'score4', NULL, 'Score 4', 'integer', NULL, 'score4', false, false, false, false, true, false, false, false, NULL),
	(298, 'namedAccount', 'score5', NULL, 'Score 5', 'integer', NULL, 'score5', false, false, false, false, true, false, false, false, NULL),
	(299, 'namedAccount', 'sicCode', NULL, 'SIC Code', 'string', 40, 'sicCode', false, false, false, false, true, false, false, false, NULL),
	(300, 'namedAccount', 'state', NULL, 'State', 'string', 255, 'state', false, false, false, false, true, false, false, false, NULL),
	(310, 'namedAccountList', 'marketoGUID', NULL, 'Marketo GUID', 'string', 36, 'marketoGUID', true, true, false, false, true, false, false, false, NULL),
	(311, 'namedAccountList', 'name', NULL, 'Name', 'string', 255, 'name', false, false, false, false, true, false, false, false, NULL),
	(312, 'namedAccountList', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(313, 'namedAccountList', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(314, 'namedAccountList', 'type', NULL, 'Type', 'string', 20, 'type', true, true, false, false, true, false, false, false, NULL),
	(315, 'namedAccountList', 'updateable', NULL, 'Updateable', 'boolean', NULL, 'updateable', true, true, false, false, true, false, false, false, NULL),
	(701, 'programMember', 'acquiredBy', NULL, 'Acquired By', 'boolean', NULL, 'acquiredBy', true, true, false, false, true, false, false, false, NULL),
	(702, 'programMember', 'attendanceLikelihood', NULL, 'Attendance Likelihood', 'integer', NULL, 'attendanceLikelihood', true, true, false, false, true, false, false, false, NULL),
	(703, 'programMember', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(704, 'programMember', 'isExhausted', NULL, 'Is Exhausted', 'boolean', NULL, 'isExhausted', true, true, false, false, true, false, false, false, NULL),
	(705, 'programMember', 'leadId', NULL, 'Lead Id', 'integer', NULL, 'lead_id', true, true, false, false, true, false, false, false, NULL),
	(706, 'programMember', 'membershipDate', NULL, 'Membership Date', 'datetime', NULL, 'membershipDate', true, true, false, false, true, false, false, false, NULL),
	(707, 'programMember', 'nurtureCadence', NULL, 'Nurture Cadence', 'string', 4, 'nurtureCadence', true, true, false, false, true, false, false, false, NULL),
	(708, 'programMember', 'program', NULL, 'Program', 'string', 255, 'program_id', true, true, false, false, true, false, false, false, NULL);
INSERT INTO public.field VALUES
	(709, 'programMember', 'programId', NULL, 'Program Id', 'integer', NULL, 'program_id', true, true, false, false, true, false, false, false, NULL),
	(710, 'programMember', 'reachedSuccess', NULL, 'Reached Success', 'boolean', NULL, 'reachedSuccess', true, true, false, false, true, false, false, false, NULL),
	(711, 'programMember', 'reachedSuccessDate', NULL, 'Reached Success Date', 'datetime', NULL, 'reachedSuccessDate', true, true, false, false, true, false, false, false, NULL),
	(712, 'programMember', 'registrationLikelihood', NULL, 'Registration Likelihood', 'integer', NULL, 'registrationLikelihood', true, true, false, false, true, false, false, false, NULL),
	(713, 'programMember', 'statusName', NULL, 'Status Name', 'string', 255, 'status_id', true, true, false, false, true, false, false, false, NULL),
	(714, 'programMember', 'statusReason', NULL, 'Status Reason', 'string', 255, 'statusReason', true, true, false, false, true, false, false, false, NULL),
	(715, 'programMember', 'trackName', NULL, 'Track Name', 'string', 255, 'stream_id', true, true, false, false, true, false, false, false, NULL),
	(716, 'programMember', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(717, 'programMember', 'waitlistPriority', NULL, 'Waitlist Priority', 'integer', NULL, 'waitlistPriority', true, true, false, false, true, false, false, false, NULL),
	(718, 'programMember', 'registrationCode', NULL, 'Registration Code', 'string', 100, 'registrationCode', false, false, false, false, true, false, false, false, NULL),
	(719, 'programMember', 'webinarUrl', NULL, 'Webinar Url', 'string', 2000, 'webinarUrl', false, false, false, false, true, false, false, false, NULL),
	(795, 'lead', 'acmeTier', 'acmeTier', 'Acme Tier', 'string', 255, 'acmeTier', false, false, false, false, true, false, true, false, 'gold, silver or bronze'),
	(796, 'lead', 'acmeScore', 'acmeScore', 'Acme Score', 'score', NULL, 'acmeScore', false, false, false, false, true, false, true, false, NULL),
	(797, 'lead', 'acmeRenewalDate', 'acmeRenewalDate', 'Acme Renewal Date', 'date', NULL, 'acmeRenewalDate', false, false, false, false, true, false, true, false, NULL),
	(798, 'lead', 'acmeIsPartner', 'acmeIsPartner', 'Acme Is Partner', 'boolean', NULL, 'acmeIsPartner', false, false, false, false, true, false, true, false, NULL),
	(799, 'programMember', 'acmeSeat', 'acmeSeat', 'Acme Seat', 'string', 255, 'acmeSeat', false, false, false, false, true, false, true, false, NULL),
	(800, 'programMember', 'acmeGuests', 'acmeGuests', 'Acme Guests', 'integer', NULL, 'acmeGuests', false, false, false, false, true, false, true, false, NULL),
	(801, 'customObject:car', 'marketoGUID', NULL, 'Marketo GUID', 'string', 36, 'marketoGUID', true, true, false, false, true, false, false, false, NULL),
	(802, 'customObject:car', 'createdAt', NULL, 'Created At', 'datetime', NULL, 'createdAt', true, true, false, false, true, false, false, false, NULL),
	(803, 'customObject:car', 'updatedAt', NULL, 'Updated At', 'datetime', NULL, 'updatedAt', true, true, false, false, true, false, false, false, NULL),
	(804, 'customObject:car', 'vin', 'vin', 'VIN', 'string', 255, 'vin', false, false, false, false, true, false, true, true, NULL);


--
-- Data for Name: folder; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.folder VALUES
	('Folder', 1, 'Design Studio', 'design studio', 'Root node for the Design Studio app area', NULL, NULL, 1, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 8, 'Lead Database', 'lead database', 'Root node for the Lead Database app area', NULL, NULL, 1, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 14, 'Marketing Activities', 'marketing activities', 'Root node for the Marketing Activities app area', NULL, NULL, 1, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 2, 'Default', 'default', 'Root node of the Design studio Default', 'Folder', 1, 1, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 3, 'Landing Pages', 'landing pages', NULL, 'Folder', 2, 1, NULL, 'Landing Page', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 4, 'Forms', 'forms', NULL, 'Folder', 2, 1, NULL, 'Landing Page Form', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 5, 'Images and Files', 'images and files', NULL, 'Folder', 2, 1, NULL, 'Image', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 6, 'Snippets', 'snippets', NULL, 'Folder', 2, 1, NULL, 'Snippet', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 11, 'Emails', 'emails', NULL, 'Folder', 2, 1, NULL, 'Email', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 9, 'Default', 'default', 'Root node of the Lead database Default', 'Folder', 8, 1, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 12, 'Group Lists', 'group lists', NULL, 'Folder', 9, 1, NULL, 'List', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 13, 'Group Smart Lists', 'group smart lists', NULL, 'Folder', 9, 1, NULL, 'Smart List', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 15, 'Default', 'default', 'Root node of the Marketing activities Default', 'Folder', 14, 1, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 101, 'Europe', 'europe', 'Root node of the Design studio Europe', 'Folder', 1, 2, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 102, 'Landing Pages', 'landing pages', NULL, 'Folder', 101, 2, NULL, 'Landing Page', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 103, 'Forms', 'forms', NULL, 'Folder', 101, 2, NULL, 'Landing Page Form', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 104, 'Images and Files', 'images and files', NULL, 'Folder', 101, 2, NULL, 'Image', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 105, 'Snippets', 'snippets', NULL, 'Folder', 101, 2, NULL, 'Snippet', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 106, 'Emails', 'emails', NULL, 'Folder', 101, 2, NULL, 'Email', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 107, 'Europe', 'europe', 'Root node of the Lead database Europe', 'Folder', 8, 2, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 108, 'Group Lists', 'group lists', NULL, 'Folder', 107, 2, NULL, 'List', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 109, 'Group Smart Lists', 'group smart lists', NULL, 'Folder', 107, 2, NULL, 'Smart List', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 110, 'Europe', 'europe', 'Root node of the Marketing activities Europe', 'Folder', 14, 2, NULL, 'Zone', false, true, '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00'),
	('Folder', 111, 'Events', 'events', NULL, 'Folder', 15, 1, NULL, 'Marketing Folder', false, false, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	('Folder', 112, 'Audiences', 'audiences', NULL, 'Folder', 12, 1, NULL, 'List', false, false, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	('Program', 1001, 'Spring Webinar', 'spring webinar', 'How to sell to engineers', 'Folder', 111, 1, 1001, 'Program', false, false, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	('Program', 1002, 'Summer Summit', 'summer summit', NULL, 'Folder', 111, 1, 1002, 'Program', false, false, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	('Program', 1003, 'Product Launch', 'product launch', NULL, 'Folder', 15, 1, 1003, 'Program', false, false, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	('Program', 1004, 'Welcome Nurture', 'welcome nurture', NULL, 'Folder', 15, 1, 1004, 'Program', false, false, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	('Program', 1005, 'Spring Newsletter', 'spring newsletter', NULL, 'Folder', 15, 1, 1005, 'Program', false, false, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: form; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.form VALUES
	(1001, 'Contact', 'contact', NULL, 'approved', '{}', '[{"name":"email","label":"Email Address:","is_required":true},{"name":"firstName","label":"First Name:"},{"name":"lastName","label":"Last Name:"},{"name":"company","label":"Company Name:"}]', 'Program', 1003, 1003, 1, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(1002, 'Registration', 'registration', 'Takes a seat too', 'approved', '{}', '[{"name":"email","label":"Email Address:"},{"name":"firstName","label":"First Name:"},{"name":"lastName","label":"Last Name:"},{"name":"acmeSeat","label":"Acme Seat:","is_member_field":true},{"name":"acmeGuests","label":"Acme Guests:","is_member_field":true}]', 'Program', 1001, 1001, 1, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: id_sequence; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: instance; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.instance VALUES
	(1, '123-LKP-456');


--
-- Data for Name: job; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: job_schedule; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: lead; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.lead VALUES
	(1, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 1, 'Analytical Engines', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 40, NULL, NULL, NULL, NULL, 'Ada Lovelace', 'contact', false, true, false, false, NULL, 'Ada', NULL, 'Lovelace', 'ada.lovelace@example.com', NULL, NULL, NULL, 'Chief Analyst', NULL, NULL, 'London', NULL, 'United Kingdom', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 90, '2027-01-01', true),
	(2, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 2, 'Prairie Analytics', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 95, NULL, NULL, NULL, NULL, 'Dana Whitfield', 'contact', false, true, false, false, NULL, 'Dana', NULL, 'Whitfield', 'dana.whitfield@example.com', NULL, NULL, NULL, 'Data Engineer', NULL, NULL, 'Omaha', NULL, 'United States', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Webinar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 85, '2027-04-22', false),
	(3, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 3, 'Harbor Robotics', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 340, NULL, NULL, NULL, NULL, 'Marcus Hale', 'contact', false, true, false, false, NULL, 'Marcus', NULL, 'Hale', 'marcus.hale@example.com', NULL, NULL, NULL, 'CTO', NULL, NULL, 'Boston', NULL, 'United States', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 95, '2027-05-01', false),
	(4, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 4, 'Monsoon Media', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 700, NULL, NULL, NULL, NULL, 'Priya Raman', 'contact', false, true, false, false, NULL, 'Priya', NULL, 'Raman', 'priya.raman@example.com', NULL, NULL, NULL, 'Campaign Manager', NULL, NULL, 'Chennai', NULL, 'India', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 50, NULL, false),
	(5, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 5, 'Morita Precision', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1200, NULL, NULL, NULL, NULL, 'Kenji Morita', 'contact', false, true, false, false, NULL, 'Kenji', NULL, 'Morita', 'kenji.morita@example.com', NULL, NULL, NULL, 'Plant Manager', NULL, NULL, 'Nagoya', NULL, 'Japan', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Referral', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bronze', 35, NULL, true),
	(6, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 6, 'Laurentide Outdoor', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 210, NULL, NULL, NULL, NULL, 'Chloe Tremblay', 'contact', false, true, false, false, NULL, 'Chloe', NULL, 'Tremblay', 'chloe.tremblay@example.com', NULL, NULL, NULL, 'Brand Manager', NULL, NULL, 'Quebec', NULL, 'Canada', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Webinar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 60, NULL, false),
	(7, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 7, 'Cerrado Agro', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 980, NULL, NULL, NULL, NULL, 'Lucas Almeida', 'contact', false, true, false, false, NULL, 'Lucas', NULL, 'Almeida', 'lucas.almeida@example.com', NULL, NULL, NULL, 'Agronomist', NULL, NULL, 'Goiania', NULL, 'Brazil', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 20, NULL, false),
	(8, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 8, 'Andes Minerals', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3100, NULL, NULL, NULL, NULL, 'Valentina Rojas', 'contact', false, true, false, false, NULL, 'Valentina', NULL, 'Rojas', 'valentina.rojas@example.com', NULL, NULL, NULL, 'Buyer', NULL, NULL, 'Antofagasta', NULL, 'Chile', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 70, '2027-10-08', false),
	(9, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 9, 'Harbour Semicon', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5400, NULL, NULL, NULL, NULL, 'Wei Lin', 'contact', false, true, false, false, NULL, 'Wei', NULL, 'Lin', 'wei.lin@example.com', NULL, NULL, NULL, 'Test Engineer', NULL, NULL, 'Hsinchu', NULL, 'Taiwan', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Referral', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 55, NULL, false),
	(10, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 10, 'Southern Cross Rail', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1500, NULL, NULL, NULL, NULL, 'Olivia Barnes', 'contact', false, true, false, false, NULL, 'Olivia', NULL, 'Barnes', 'olivia.barnes@example.com', NULL, NULL, NULL, 'Project Manager', NULL, NULL, 'Adelaide', NULL, 'Australia', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Webinar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bronze', 45, NULL, false),
	(11, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 11, 'Tanner and Daughters', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 8, NULL, NULL, NULL, NULL, 'Noah Tanner', 'contact', false, true, false, false, NULL, 'Noah', NULL, 'Tanner', 'noah.tanner@example.com', NULL, NULL, NULL, 'Owner', NULL, NULL, 'Napier', NULL, 'New Zealand', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 10, NULL, true),
	(12, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 12, 'Mesa Health', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 420, NULL, NULL, NULL, NULL, 'Samuel Ortiz', 'contact', false, true, false, false, NULL, 'Samuel', NULL, 'Ortiz', 'samuel.ortiz@example.com', NULL, NULL, NULL, 'Clinic Director', NULL, NULL, 'Tucson', NULL, 'United States', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Referral', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bronze', 40, NULL, false),
	(13, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 13, 'Lakeside Insurance', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2200, NULL, NULL, NULL, NULL, 'Ruth Abrams', 'contact', false, true, false, false, NULL, 'Ruth', NULL, 'Abrams', 'ruth.abrams@example.com', NULL, NULL, NULL, 'Underwriter', NULL, NULL, 'Chicago', NULL, 'United States', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Webinar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 65, '2027-04-22', false),
	(14, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 14, 'Straits Shipping', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 890, NULL, NULL, NULL, NULL, 'Mei Tan', 'contact', false, true, false, false, NULL, 'Mei', NULL, 'Tan', 'mei.tan@example.com', NULL, NULL, NULL, 'Fleet Planner', NULL, NULL, 'Singapore', NULL, 'Singapore', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 60, NULL, false),
	(15, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 15, 'Alpine Optics', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 220, NULL, NULL, NULL, NULL, 'Marta Keller', 'contact', false, true, false, false, NULL, 'Marta', NULL, 'Keller', 'marta.keller@example.com', NULL, NULL, NULL, 'Head of Marketing', NULL, NULL, 'Bern', NULL, 'Switzerland', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 65, NULL, false),
	(16, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 16, 'Nordwind Logistik', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 850, NULL, NULL, NULL, NULL, 'Jonas Brandt', 'contact', false, true, false, false, NULL, 'Jonas', NULL, 'Brandt', 'jonas.brandt@example.com', NULL, NULL, NULL, 'Operations Manager', NULL, NULL, 'Hamburg', NULL, 'Germany', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Referral', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 80, '2027-03-15', false),
	(17, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 17, 'Atelier Moreau', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 12, NULL, NULL, NULL, NULL, 'Elise Moreau', 'contact', false, true, false, false, NULL, 'Elise', NULL, 'Moreau', 'elise.moreau@example.com', NULL, NULL, NULL, 'Founder', NULL, NULL, 'Lyon', NULL, 'France', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Webinar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 30, NULL, false),
	(18, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 18, 'Vltava Software', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 150, NULL, NULL, NULL, NULL, 'Tomas Novak', 'contact', false, true, false, false, NULL, 'Tomas', NULL, 'Novak', 'tomas.novak@example.com', NULL, NULL, NULL, 'Developer', NULL, NULL, 'Prague', NULL, 'Czechia', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bronze', 45, NULL, false),
	(19, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 19, 'Douro Foods', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 400, NULL, NULL, NULL, NULL, 'Ines Carvalho', 'contact', false, true, false, false, NULL, 'Ines', NULL, 'Carvalho', 'ines.carvalho@example.com', NULL, NULL, NULL, 'Buyer', NULL, NULL, 'Porto', NULL, 'Portugal', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 50, NULL, false),
	(20, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 20, 'Fjord Energy', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2400, NULL, NULL, NULL, NULL, 'Lars Nilsson', 'contact', false, true, false, false, NULL, 'Lars', NULL, 'Nilsson', 'lars.nilsson@example.com', NULL, NULL, NULL, 'Procurement Lead', NULL, NULL, 'Bergen', NULL, 'Norway', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Referral', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 75, '2027-07-15', true),
	(21, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 21, 'Ferri Ceramiche', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 60, NULL, NULL, NULL, NULL, 'Giulia Ferri', 'contact', false, true, false, false, NULL, 'Giulia', NULL, 'Ferri', 'giulia.ferri@example.com', NULL, NULL, NULL, 'Managing Director', NULL, NULL, 'Faenza', NULL, 'Italy', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Webinar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 20, NULL, false),
	(22, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 22, 'Baltic Freight', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 310, NULL, NULL, NULL, NULL, 'Piotr Zielinski', 'contact', false, true, false, false, NULL, 'Piotr', NULL, 'Zielinski', 'piotr.zielinski@example.com', NULL, NULL, NULL, 'Analyst', NULL, NULL, 'Gdansk', NULL, 'Poland', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bronze', 35, NULL, false),
	(23, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 23, 'Aegean Tours', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 90, NULL, NULL, NULL, NULL, 'Sofia Papadakis', 'contact', false, true, false, false, NULL, 'Sofia', NULL, 'Papadakis', 'sofia.papadakis@example.com', NULL, NULL, NULL, 'Marketing Manager', NULL, NULL, 'Heraklion', NULL, 'Greece', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 55, NULL, false),
	(24, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 24, 'Liffey Labs', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 75, NULL, NULL, NULL, NULL, 'Aoife Brennan', 'contact', false, true, false, false, NULL, 'Aoife', NULL, 'Brennan', 'aoife.brennan@example.com', NULL, NULL, NULL, 'Product Owner', NULL, NULL, 'Dublin', NULL, 'Ireland', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Referral', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 70, '2027-11-15', false),
	(25, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 25, 'Saimaa Timber', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 500, NULL, NULL, NULL, NULL, 'Hanna Virtanen', 'contact', false, true, false, false, NULL, 'Hanna', NULL, 'Virtanen', 'hanna.virtanen@example.com', NULL, NULL, NULL, 'Sales Director', NULL, NULL, 'Lahti', NULL, 'Finland', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Webinar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 25, NULL, false),
	(26, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 26, 'Sierra Instruments', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 180, NULL, NULL, NULL, NULL, 'Miguel Ortega', 'contact', false, true, false, false, NULL, 'Miguel', NULL, 'Ortega', 'miguel.ortega@example.com', NULL, NULL, NULL, 'Engineer', NULL, NULL, 'Granada', NULL, 'Spain', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Website', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bronze', 40, NULL, true),
	(27, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 27, 'Lagoon Fintech', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 130, NULL, NULL, NULL, NULL, 'Grace Okafor', 'contact', false, true, false, false, NULL, 'Grace', NULL, 'Okafor', 'grace.okafor@example.com', NULL, NULL, NULL, 'Growth Lead', NULL, NULL, 'Lagos', NULL, 'Nigeria', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 60, NULL, false),
	(28, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 28, 'Atlas Textiles', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 260, NULL, NULL, NULL, NULL, 'Youssef Amrani', 'contact', false, true, false, false, NULL, 'Youssef', NULL, 'Amrani', 'youssef.amrani@example.com', NULL, NULL, NULL, 'Export Manager', NULL, NULL, 'Fez', NULL, 'Morocco', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Referral', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 15, NULL, false),
	(29, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 29, 'Sahel Solar', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 160, NULL, NULL, NULL, NULL, 'Amara Diallo', 'contact', false, true, false, false, NULL, 'Amara', NULL, 'Diallo', 'amara.diallo@example.com', NULL, NULL, NULL, 'Operations Lead', NULL, NULL, 'Dakar', NULL, 'Senegal', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'silver', 50, NULL, false),
	(30, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 2, 30, 'Dahl Brewing', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35, NULL, NULL, NULL, NULL, 'Henrik Dahl', 'contact', false, true, false, false, NULL, 'Henrik', NULL, 'Dahl', 'henrik.dahl@example.com', NULL, NULL, NULL, 'Brewmaster', NULL, NULL, 'Aarhus', NULL, 'Denmark', NULL, NULL, 'Blueprint', 'Blueprint: demo.yaml', 'Blueprint', 'Blueprint: demo.yaml', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Trade Show', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'bronze', 30, NULL, false),
	(31, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 1, 32, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'contact', false, true, false, false, NULL, NULL, NULL, NULL, 'winner@example.com', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Web service API', 'Web service API', 'Web service API', 'Web service API', NULL, NULL, NULL, false, NULL, false, NULL, false, NULL, NULL, false, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false);


--
-- Data for Name: lead_key; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.lead_key VALUES
	('email', 'ada.lovelace@example.com', 1),
	('email', 'dana.whitfield@example.com', 2),
	('email', 'marcus.hale@example.com', 3),
	('email', 'priya.raman@example.com', 4),
	('email', 'kenji.morita@example.com', 5),
	('email', 'chloe.tremblay@example.com', 6),
	('email', 'lucas.almeida@example.com', 7),
	('email', 'valentina.rojas@example.com', 8),
	('email', 'wei.lin@example.com', 9),
	('email', 'olivia.barnes@example.com', 10),
	('email', 'noah.tanner@example.com', 11),
	('email', 'samuel.ortiz@example.com', 12),
	('email', 'ruth.abrams@example.com', 13),
	('email', 'mei.tan@example.com', 14),
	('acmeScore', '90', 1),
	('acmeScore', '85', 2),
	('acmeScore', '95', 3),
	('acmeScore', '50', 4),
	('acmeScore', '35', 5),
	('acmeScore', '60', 6),
	('acmeScore', '20', 7),
	('acmeScore', '70', 8),
	('acmeScore', '55', 9),
	('acmeScore', '45', 10),
	('acmeScore', '10', 11),
	('acmeScore', '40', 12),
	('acmeScore', '65', 13),
	('acmeScore', '60', 14),
	('acmeTier', 'gold', 1),
	('acmeTier', 'gold', 2),
	('acmeTier', 'gold', 3),
	('acmeTier', 'silver', 4),
	('acmeTier', 'bronze', 5),
	('acmeTier', 'silver', 6),
	('acmeTier', 'gold', 8),
	('acmeTier', 'silver', 9),
	('acmeTier', 'bronze', 10),
	('acmeTier', 'bronze', 12),
	('acmeTier', 'gold', 13),
	('acmeTier', 'silver', 14),
	('email', 'marta.keller@example.com', 15),
	('email', 'jonas.brandt@example.com', 16),
	('email', 'elise.moreau@example.com', 17),
	('email', 'tomas.novak@example.com', 18),
	('email', 'ines.carvalho@example.com', 19),
	('email', 'lars.nilsson@example.com', 20),
	('email', 'giulia.ferri@example.com', 21),
	('email', 'piotr.zielinski@example.com', 22),
	('email', 'sofia.papadakis@example.com', 23),
	('email', 'aoife.brennan@example.com', 24),
	('email', 'hanna.virtanen@example.com', 25),
	('email', 'miguel.ortega@example.com', 26),
	('email', 'grace.okafor@example.com', 27),
	('email', 'youssef.amrani@example.com', 28),
	('email', 'amara.diallo@example.com', 29),
	('email', 'henrik.dahl@example.com', 30),
	('acmeScore', '65', 15),
	('acmeScore', '80', 16),
	('acmeScore', '30', 17),
	('acmeScore', '45', 18),
	('acmeScore', '50', 19),
	('acmeScore', '75', 20),
	('acmeScore', '20', 21),
	('acmeScore', '35', 22),
	('acmeScore', '55', 23),
	('acmeScore', '70', 24),
	('acmeScore', '25', 25),
	('acmeScore', '40', 26),
	('acmeScore', '60', 27),
	('acmeScore', '15', 28),
	('acmeScore', '50', 29),
	('acmeScore', '30', 30),
	('acmeTier', 'silver', 15),
	('acmeTier', 'gold', 16),
	('acmeTier', 'bronze', 18),
	('acmeTier', 'silver', 19),
	('acmeTier', 'gold', 20),
	('acmeTier', 'bronze', 22),
	('acmeTier', 'silver', 23),
	('acmeTier', 'gold', 24),
	('acmeTier', 'bronze', 26),
	('acmeTier', 'silver', 27),
	('acmeTier', 'silver', 29),
	('acmeTier', 'bronze', 30),
	('email', 'winner@example.com', 31);


--
-- Data for Name: lead_merge; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.lead_merge VALUES
	(31, 1, 31, '2026-01-15 18:00:00.123456+00', '{"losers":[{"id":32,"leadPartitionId":1,"acmeIsPartner":false,"acmeRenewalDate":null,"acmeScore":null,"acmeTier":null,"acquisitionProgramId":null,"address":null,"annualRevenue":null,"anonymousIP":null,"billingCity":null,"billingCountry":null,"billingPostalCode":null,"billingState":null,"billingStreet":null,"blackListed":false,"blackListedCause":null,"city":null,"company":null,"contactCompany":33,"cookies":null,"country":null,"createdAt":"2026-01-15T18:00:00.123456Z","dateOfBirth":null,"department":null,"doNotCall":false,"doNotCallReason":null,"email":"loser@example.com","emailInvalid":false,"emailInvalidCause":null,"emailSuspended":null,"emailSuspendedAt":null,"emailSuspendedCause":null,"externalCompanyId":null,"externalSalesPersonId":null,"facebookId":null,"fax":null,"firstName":null,"industry":null,"inferredCity":null,"inferredCompany":null,"inferredCountry":null,"inferredMetropolitanArea":null,"inferredPhoneAreaCode":null,"inferredPostalCode":null,"inferredStateRegion":null,"isAnonymous":false,"isLead":true,"lastName":null,"leadOwnerEmailAddress":null,"leadOwnerFirstName":null,"leadOwnerLastName":null,"leadOwnerPhoneNumber":null,"leadOwnerTitle":null,"leadPerson":32,"leadRevenueCycleModelId":null,"leadRevenueStageId":null,"leadRole":null,"leadScore":null,"leadSource":null,"leadStatus":null,"linkedInId":null,"mainPhone":null,"marketingSuspended":false,"marketingSuspendedCause":null,"middleName":null,"mktoAcquisitionDate":null,"mktoCompanyNotes":null,"mktoDoNotCallCause":null,"mktoIsCustomer":false,"mktoIsPartner":false,"mktoName":null,"mktoPersonNotes":null,"mobilePhone":null,"numberOfEmployees":null,"originalReferrer":null,"originalSearchEngine":null,"originalSearchPhrase":null,"originalSourceInfo":"Web service API","originalSourceType":"Web service API","personPrimaryLeadInterest":32,"personTimeZone":null,"personType":"contact","phone":null,"postalCode":null,"priority":null,"rating":null,"registrationSourceInfo":"Web service API","registrationSourceType":"Web service API","relativeScore":null,"relativeUrgency":null,"salutation":null,"sfdcAccountId":null,"sfdcContactId":null,"sfdcLeadId":null,"sfdcLeadOwnerId":null,"sfdcOpptyId":null,"sicCode":null,"site":null,"state":null,"title":null,"twitterId":null,"unsubscribed":false,"unsubscribedReason":null,"updatedAt":"2026-01-15T18:00:00.123456Z","urgency":null,"website":null}],"taken":{},"lists":[],"roles":[],"customObjects":[],"programs":[],"campaigns":[]}');


--
-- Data for Name: list_member; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.list_member VALUES
	(1, 1001, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(17, 1001, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(18, 1001, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(22, 1001, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(15, 1002, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(19, 1002, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: merged_lead; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.merged_lead VALUES
	(32, 31);


--
-- Data for Name: named_account; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: named_account_list; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: named_account_list_member; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: object_car; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.object_car VALUES
	(1, '39aa957b-af20-8137-bbea-bace62c6d14b', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 'v-1');


--
-- Data for Name: opportunity; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.opportunity VALUES
	(1, '752880df-1896-81ba-8996-6bf1b748b5bd', 'o-1', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 'One', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, false, NULL, NULL, NULL, NULL, NULL, NULL);


--
-- Data for Name: opportunity_role; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: partition; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.partition VALUES
	(1, 'Default', 'Initial system lead partition'),
	(2, 'EMEA', 'Europe, the Middle East and Africa');


--
-- Data for Name: program; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.program VALUES
	(1001, 1, 'Event', 9, '', false),
	(1002, 1, 'Event with Webinar', 7, '', false),
	(1003, 1, 'Default', 8, '', false),
	(1004, 1, 'Engagement', 4, 'on', false),
	(1005, 1, 'Email', 2, 'unlocked', false);


--
-- Data for Name: program_cost; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.program_cost VALUES
	(1001, 0, '2026-03-01', 1200, 'Platform');


--
-- Data for Name: program_member; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.program_member VALUES
	(1, 1001, 1, 40, NULL, false, false, true, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(15, 1001, 2, 38, NULL, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(16, 1001, 3, 39, NULL, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(17, 1001, 4, 37, NULL, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(18, 1002, 5, 28, NULL, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(17, 1003, 6, 34, NULL, false, false, true, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(19, 1003, 7, 33, NULL, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1004, 8, 17, 1, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 'norm', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(22, 1004, 9, 18, 1, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', 'norm', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1, 1005, 10, 8, NULL, false, false, true, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(18, 1005, 11, 7, NULL, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(15, 1005, 12, 6, NULL, false, false, false, NULL, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);


--
-- Data for Name: program_stream; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.program_stream VALUES
	(1, 1004, 0, 'First Steps'),
	(2, 1004, 1, 'Deep Dive');


--
-- Data for Name: program_tag; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.program_tag VALUES
	(1001, 2, 'EMEA'),
	(1002, 2, 'AMER'),
	(1003, 1, 'Marketing'),
	(1003, 2, 'EMEA');


--
-- Data for Name: record_key; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.record_key VALUES
	(202, 'c-1', 31),
	(210, 'acme', 31),
	(241, 'o-1', 1),
	(804, 'v-1', 1);


--
-- Data for Name: role; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.role VALUES
	(1, 'API Administrator'),
	(2, 'Reader'),
	(3, 'Integration');


--
-- Data for Name: role_permission; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.role_permission VALUES
	(1, 'Approve Assets'),
	(1, 'Execute Campaign'),
	(1, 'Read-Only Activity'),
	(1, 'Read-Only Activity Metadata'),
	(1, 'Read-Only Assets'),
	(1, 'Read-Only Campaign'),
	(1, 'Read-Only Company'),
	(1, 'Read-Only Custom Object'),
	(1, 'Read-Only Custom Object Type'),
	(1, 'Read-Only Lead'),
	(1, 'Read-Only Named Account'),
	(1, 'Read-Only Named Account List'),
	(1, 'Read-Only Opportunity'),
	(1, 'Read-Only Sales Person'),
	(1, 'Read-Write Activity'),
	(1, 'Read-Write Activity Metadata'),
	(1, 'Read-Write Assets'),
	(1, 'Read-Write Campaign'),
	(1, 'Read-Write Company'),
	(1, 'Read-Write Custom Object'),
	(1, 'Read-Write Custom Object Type'),
	(1, 'Read-Write Lead'),
	(1, 'Read-Write Named Account'),
	(1, 'Read-Write Named Account List'),
	(1, 'Read-Write Opportunity'),
	(1, 'Read-Write Sales Person'),
	(1, 'Read-Write Schema Custom Field'),
	(1, 'Read-Write Schema Standard Field'),
	(2, 'Read-Only Activity'),
	(2, 'Read-Only Lead'),
	(3, 'Read-Write Activity'),
	(3, 'Read-Write Lead'),
	(3, 'Read-Write Schema Custom Field');


--
-- Data for Name: sales_person; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: segment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: segmentation; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: smart_list; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: static_list; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.static_list VALUES
	(1001, 'Newsletter Subscribers', 'newsletter subscribers', NULL, 'Folder', 12, NULL, 1, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00'),
	(1002, 'Trade Show Visitors', 'trade show visitors', 'Who left a card at our stand', 'Folder', 112, NULL, 1, '2026-01-15 18:00:00.123456+00', '2026-01-15 18:00:00.123456+00');


--
-- Data for Name: tag_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.tag_type VALUES
	(1, 'Program Owner', 'program owner', false),
	(2, 'Region', 'region', false);


--
-- Data for Name: tag_value; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.tag_value VALUES
	(1, 0, 'Marketing'),
	(1, 1, 'Sales'),
	(2, 0, 'EMEA'),
	(2, 1, 'AMER'),
	(2, 2, 'APAC');


--
-- Data for Name: usage_count; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: visitor; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: web_address; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: workspace; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.workspace VALUES
	(1, 'Default'),
	(2, 'Europe');


--
-- Data for Name: workspace_partition; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.workspace_partition VALUES
	(1, 1),
	(2, 2),
	(1, 2);


--
-- Name: activity_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.activity_id_seq', 57, true);


--
-- Name: anonymous_visit_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.anonymous_visit_id_seq', 1, false);


--
-- Name: api_call_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.api_call_id_seq', 1, false);


--
-- Name: api_user_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.api_user_id_seq', 2, true);


--
-- Name: campaign_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.campaign_id_seq', 1003, true);


--
-- Name: campaign_part_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.campaign_part_id_seq', 1000006, true);


--
-- Name: campaign_passage_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.campaign_passage_id_seq', 1, false);


--
-- Name: campaign_run_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.campaign_run_id_seq', 1, false);


--
-- Name: channel_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.channel_id_seq', 9, true);


--
-- Name: channel_status_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.channel_status_id_seq', 41, true);


--
-- Name: client_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.client_id_seq', 2, true);


--
-- Name: company_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.company_id_seq', 33, true);


--
-- Name: custom_activity_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.custom_activity_type_id_seq', 100001, true);


--
-- Name: custom_object_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.custom_object_id_seq', 1, true);


--
-- Name: custom_object_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.custom_object_type_id_seq', 1001, true);


--
-- Name: field_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.field_id_seq', 804, true);


--
-- Name: folder_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.folder_id_seq', 112, true);


--
-- Name: form_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.form_id_seq', 1002, true);


--
-- Name: job_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.job_id_seq', 1, false);


--
-- Name: lead_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.lead_id_seq', 32, true);


--
-- Name: lead_merge_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.lead_merge_id_seq', 1, true);


--
-- Name: named_account_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.named_account_id_seq', 1, false);


--
-- Name: named_account_list_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.named_account_list_id_seq', 1, false);


--
-- Name: opportunity_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.opportunity_id_seq', 1, true);


--
-- Name: opportunity_role_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.opportunity_role_id_seq', 1, false);


--
-- Name: partition_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.partition_id_seq', 2, true);


--
-- Name: program_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.program_id_seq', 1005, true);


--
-- Name: program_member_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.program_member_id_seq', 12, true);


--
-- Name: program_stream_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.program_stream_id_seq', 2, true);


--
-- Name: role_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.role_id_seq', 3, true);


--
-- Name: sales_person_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.sales_person_id_seq', 1, false);


--
-- Name: segment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.segment_id_seq', 1001, false);


--
-- Name: segmentation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.segmentation_id_seq', 1001, false);


--
-- Name: smart_list_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.smart_list_id_seq', 1001, false);


--
-- Name: static_list_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.static_list_id_seq', 1002, true);


--
-- Name: tag_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.tag_type_id_seq', 2, true);


--
-- Name: web_address_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.web_address_id_seq', 1, false);


--
-- Name: workspace_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.workspace_id_seq', 2, true);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: object_car object_car_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.object_car
    ADD CONSTRAINT object_car_pkey PRIMARY KEY (id);


--
-- Name: access_token pk_access_token; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT pk_access_token PRIMARY KEY (token_digest);


--
-- Name: activity pk_activity; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activity
    ADD CONSTRAINT pk_activity PRIMARY KEY (lead_id, id);


--
-- Name: activity_second pk_activity_second; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activity_second
    ADD CONSTRAINT pk_activity_second PRIMARY KEY (second);


--
-- Name: anonymous_visit pk_anonymous_visit; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.anonymous_visit
    ADD CONSTRAINT pk_anonymous_visit PRIMARY KEY (token, id);


--
-- Name: api_call pk_api_call; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_call
    ADD CONSTRAINT pk_api_call PRIMARY KEY (id);


--
-- Name: api_user pk_api_user; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_user
    ADD CONSTRAINT pk_api_user PRIMARY KEY (id);


--
-- Name: api_user_role pk_api_user_role; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_user_role
    ADD CONSTRAINT pk_api_user_role PRIMARY KEY (api_user_id, workspace_id, role_id);


--
-- Name: asset_token pk_asset_token; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asset_token
    ADD CONSTRAINT pk_asset_token PRIMARY KEY (folder_type, folder_id, name);


--
-- Name: campaign pk_campaign; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT pk_campaign PRIMARY KEY (id);


--
-- Name: campaign_list pk_campaign_list; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_list
    ADD CONSTRAINT pk_campaign_list PRIMARY KEY (campaign_id, list_id);


--
-- Name: campaign_member pk_campaign_member; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_member
    ADD CONSTRAINT pk_campaign_member PRIMARY KEY (lead_id, campaign_id);


--
-- Name: campaign_run pk_campaign_run; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_run
    ADD CONSTRAINT pk_campaign_run PRIMARY KEY (id);


--
-- Name: catalog_version pk_catalog_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.catalog_version
    ADD CONSTRAINT pk_catalog_version PRIMARY KEY (id);


--
-- Name: channel pk_channel; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT pk_channel PRIMARY KEY (id);


--
-- Name: channel_status pk_channel_status; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel_status
    ADD CONSTRAINT pk_channel_status PRIMARY KEY (id);


--
-- Name: client pk_client; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.client
    ADD CONSTRAINT pk_client PRIMARY KEY (id);


--
-- Name: company pk_company; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.company
    ADD CONSTRAINT pk_company PRIMARY KEY (id);


--
-- Name: custom_activity_type pk_custom_activity_type; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_activity_type
    ADD CONSTRAINT pk_custom_activity_type PRIMARY KEY (id);


--
-- Name: custom_object_type pk_custom_object_type; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_object_type
    ADD CONSTRAINT pk_custom_object_type PRIMARY KEY (id);


--
-- Name: deleted_lead pk_deleted_lead; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.deleted_lead
    ADD CONSTRAINT pk_deleted_lead PRIMARY KEY (lead_id);


--
-- Name: error_count pk_error_count; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.error_count
    ADD CONSTRAINT pk_error_count PRIMARY KEY (day, error_code);


--
-- Name: field pk_field; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.field
    ADD CONSTRAINT pk_field PRIMARY KEY (id);


--
-- Name: folder pk_folder; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.folder
    ADD CONSTRAINT pk_folder PRIMARY KEY (type, id);


--
-- Name: form pk_form; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.form
    ADD CONSTRAINT pk_form PRIMARY KEY (id);


--
-- Name: id_sequence pk_id_sequence; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.id_sequence
    ADD CONSTRAINT pk_id_sequence PRIMARY KEY (kind);


--
-- Name: instance pk_instance; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.instance
    ADD CONSTRAINT pk_instance PRIMARY KEY (id);


--
-- Name: job pk_job; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job
    ADD CONSTRAINT pk_job PRIMARY KEY (id);


--
-- Name: job_schedule pk_job_schedule; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_schedule
    ADD CONSTRAINT pk_job_schedule PRIMARY KEY (name);


--
-- Name: lead pk_lead; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lead
    ADD CONSTRAINT pk_lead PRIMARY KEY (id);


--
-- Name: lead_key pk_lead_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lead_key
    ADD CONSTRAINT pk_lead_key PRIMARY KEY (kind, value, lead_id);


--
-- Name: lead_merge pk_lead_merge; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lead_merge
    ADD CONSTRAINT pk_lead_merge PRIMARY KEY (lead_id, id);


--
-- Name: list_member pk_list_member; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.list_member
    ADD CONSTRAINT pk_list_member PRIMARY KEY (lead_id, list_id);


--
-- Name: merged_lead pk_merged_lead; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merged_lead
    ADD CONSTRAINT pk_merged_lead PRIMARY KEY (lead_id);


--
-- Name: named_account pk_named_account; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.named_account
    ADD CONSTRAINT pk_named_account PRIMARY KEY (id);


--
-- Name: named_account_list pk_named_account_list; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.named_account_list
    ADD CONSTRAINT pk_named_account_list PRIMARY KEY (id);


--
-- Name: named_account_list_member pk_named_account_list_member; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.named_account_list_member
    ADD CONSTRAINT pk_named_account_list_member PRIMARY KEY (list_id, account_id);


--
-- Name: opportunity pk_opportunity; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.opportunity
    ADD CONSTRAINT pk_opportunity PRIMARY KEY (id);


--
-- Name: opportunity_role pk_opportunity_role; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.opportunity_role
    ADD CONSTRAINT pk_opportunity_role PRIMARY KEY (id);


--
-- Name: partition pk_partition; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.partition
    ADD CONSTRAINT pk_partition PRIMARY KEY (id);


--
-- Name: program pk_program; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program
    ADD CONSTRAINT pk_program PRIMARY KEY (id);


--
-- Name: program_cost pk_program_cost; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_cost
    ADD CONSTRAINT pk_program_cost PRIMARY KEY (program_id, "position");


--
-- Name: program_member pk_program_member; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_member
    ADD CONSTRAINT pk_program_member PRIMARY KEY (lead_id, program_id);


--
-- Name: program_stream pk_program_stream; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_stream
    ADD CONSTRAINT pk_program_stream PRIMARY KEY (id);


--
-- Name: program_tag pk_program_tag; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_tag
    ADD CONSTRAINT pk_program_tag PRIMARY KEY (program_id, tag_type_id);


--
-- Name: record_key pk_record_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.record_key
    ADD CONSTRAINT pk_record_key PRIMARY KEY (field_id, value, record_id);


--
-- Name: role pk_role; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.role
    ADD CONSTRAINT pk_role PRIMARY KEY (id);


--
-- Name: role_permission pk_role_permission; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.role_permission
    ADD CONSTRAINT pk_role_permission PRIMARY KEY (role_id, permission);


--
-- Name: sales_person pk_sales_person; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sales_person
    ADD CONSTRAINT pk_sales_person PRIMARY KEY (id);


--
-- Name: segment pk_segment; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.segment
    ADD CONSTRAINT pk_segment PRIMARY KEY (id);


--
-- Name: segmentation pk_segmentation; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.segmentation
    ADD CONSTRAINT pk_segmentation PRIMARY KEY (id);


--
-- Name: smart_list pk_smart_list; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.smart_list
    ADD CONSTRAINT pk_smart_list PRIMARY KEY (id);


--
-- Name: static_list pk_static_list; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.static_list
    ADD CONSTRAINT pk_static_list PRIMARY KEY (id);


--
-- Name: tag_type pk_tag_type; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tag_type
    ADD CONSTRAINT pk_tag_type PRIMARY KEY (id);


--
-- Name: tag_value pk_tag_value; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tag_value
    ADD CONSTRAINT pk_tag_value PRIMARY KEY (tag_type_id, "position");


--
-- Name: usage_count pk_usage_count; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.usage_count
    ADD CONSTRAINT pk_usage_count PRIMARY KEY (day, user_id);


--
-- Name: visitor pk_visitor; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visitor
    ADD CONSTRAINT pk_visitor PRIMARY KEY (token);


--
-- Name: web_address pk_web_address; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.web_address
    ADD CONSTRAINT pk_web_address PRIMARY KEY (digest);


--
-- Name: workspace pk_workspace; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace
    ADD CONSTRAINT pk_workspace PRIMARY KEY (id);


--
-- Name: workspace_partition pk_workspace_partition; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace_partition
    ADD CONSTRAINT pk_workspace_partition PRIMARY KEY (workspace_id, partition_id);


--
-- Name: access_token uq_access_token_client_id_nonce; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT uq_access_token_client_id_nonce UNIQUE (client_id, nonce);


--
-- Name: api_user uq_api_user_email; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_user
    ADD CONSTRAINT uq_api_user_email UNIQUE (email);


--
-- Name: channel uq_channel_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT uq_channel_name_key UNIQUE (name_key);


--
-- Name: channel_status uq_channel_status_channel_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel_status
    ADD CONSTRAINT uq_channel_status_channel_id_name UNIQUE (channel_id, name);


--
-- Name: client uq_client_client_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.client
    ADD CONSTRAINT uq_client_client_id UNIQUE (client_id);


--
-- Name: client uq_client_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.client
    ADD CONSTRAINT uq_client_name UNIQUE (name);


--
-- Name: custom_activity_type uq_custom_activity_type_api_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_activity_type
    ADD CONSTRAINT uq_custom_activity_type_api_name UNIQUE (api_name);


--
-- Name: custom_object_type uq_custom_object_type_api_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.custom_object_type
    ADD CONSTRAINT uq_custom_object_type_api_name UNIQUE (api_name);


--
-- Name: field uq_field_object_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.field
    ADD CONSTRAINT uq_field_object_name UNIQUE (object, name);


--
-- Name: folder uq_folder_parent_type_parent_id_type_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.folder
    ADD CONSTRAINT uq_folder_parent_type_parent_id_type_name_key UNIQUE (parent_type, parent_id, type, name_key);


--
-- Name: partition uq_partition_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.partition
    ADD CONSTRAINT uq_partition_name UNIQUE (name);


--
-- Name: program_stream uq_program_stream_program_id_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_stream
    ADD CONSTRAINT uq_program_stream_program_id_name UNIQUE (program_id, name);


--
-- Name: role uq_role_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.role
    ADD CONSTRAINT uq_role_name UNIQUE (name);


--
-- Name: segment uq_segment_segmentation_id_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.segment
    ADD CONSTRAINT uq_segment_segmentation_id_name_key UNIQUE (segmentation_id, name_key);


--
-- Name: segmentation uq_segmentation_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.segmentation
    ADD CONSTRAINT uq_segmentation_name_key UNIQUE (name_key);


--
-- Name: tag_type uq_tag_type_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tag_type
    ADD CONSTRAINT uq_tag_type_name_key UNIQUE (name_key);


--
-- Name: tag_value uq_tag_value_tag_type_id_value; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tag_value
    ADD CONSTRAINT uq_tag_value_tag_type_id_value UNIQUE (tag_type_id, value);


--
-- Name: workspace uq_workspace_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace
    ADD CONSTRAINT uq_workspace_name UNIQUE (name);


--
-- Name: ix_access_token_client_id_expires_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_access_token_client_id_expires_at ON public.access_token USING btree (client_id, expires_at);


--
-- Name: ix_activity_activity_type_id_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_activity_activity_type_id_id ON public.activity USING btree (activity_type_id, id);


--
-- Name: ix_api_call_started_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_api_call_started_at ON public.api_call USING btree (started_at);


--
-- Name: ix_campaign_folder_type_folder_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_campaign_folder_type_folder_id ON public.campaign USING btree (folder_type, folder_id);


--
-- Name: ix_campaign_list_list_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_campaign_list_list_id ON public.campaign_list USING btree (list_id);


--
-- Name: ix_campaign_member_campaign_id_lead_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_campaign_member_campaign_id_lead_id ON public.campaign_member USING btree (campaign_id, lead_id);


--
-- Name: ix_campaign_name_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_campaign_name_key ON public.campaign USING btree (name_key);


--
-- Name: ix_campaign_program_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_campaign_program_id ON public.campaign USING btree (program_id);


--
-- Name: ix_campaign_run_campaign_id_run_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_campaign_run_campaign_id_run_at ON public.campaign_run USING btree (campaign_id, run_at);


--
-- Name: ix_campaign_run_clone_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_campaign_run_clone_day ON public.campaign_run USING btree (clone_day);


--
-- Name: ix_folder_name_key_type; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_folder_name_key_type ON public.folder USING btree (name_key, type);


--
-- Name: ix_form_folder_type_folder_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_form_folder_type_folder_id ON public.form USING btree (folder_type, folder_id);


--
-- Name: ix_form_name_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_form_name_key ON public.form USING btree (name_key);


--
-- Name: ix_job_lane_due_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_job_lane_due_at_id ON public.job USING btree (lane, due_at, id);


--
-- Name: ix_job_order_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_job_order_key ON public.job USING btree (order_key);


--
-- Name: ix_job_unique_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_job_unique_key ON public.job USING btree (unique_key);


--
-- Name: ix_lead_leadPartitionId_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX "ix_lead_leadPartitionId_id" ON public.lead USING btree ("leadPartitionId", id);


--
-- Name: ix_list_member_list_id_lead_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_list_member_list_id_lead_id ON public.list_member USING btree (list_id, lead_id);


--
-- Name: ix_merged_lead_winner_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_merged_lead_winner_id ON public.merged_lead USING btree (winner_id);


--
-- Name: ix_named_account_list_member_account_id_list_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_named_account_list_member_account_id_list_id ON public.named_account_list_member USING btree (account_id, list_id);


--
-- Name: ix_program_channel_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_program_channel_id ON public.program USING btree (channel_id);


--
-- Name: ix_program_member_program_id_lead_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_program_member_program_id_lead_id ON public.program_member USING btree (program_id, lead_id);


--
-- Name: ix_program_tag_tag_type_id_value; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_program_tag_tag_type_id_value ON public.program_tag USING btree (tag_type_id, value);


--
-- Name: ix_smart_list_folder_type_folder_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_smart_list_folder_type_folder_id ON public.smart_list USING btree (folder_type, folder_id);


--
-- Name: ix_smart_list_name_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_smart_list_name_key ON public.smart_list USING btree (name_key);


--
-- Name: ix_smart_list_program_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_smart_list_program_id ON public.smart_list USING btree (program_id);


--
-- Name: ix_static_list_folder_type_folder_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_static_list_folder_type_folder_id ON public.static_list USING btree (folder_type, folder_id);


--
-- Name: ix_static_list_name_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_static_list_name_key ON public.static_list USING btree (name_key);


--
-- Name: ix_static_list_program_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_static_list_program_id ON public.static_list USING btree (program_id);


--
-- Name: ix_visitor_seen_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_visitor_seen_at ON public.visitor USING btree (seen_at);


--
-- Name: access_token fk_access_token_client_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_token
    ADD CONSTRAINT fk_access_token_client_id FOREIGN KEY (client_id) REFERENCES public.client(id);


--
-- Name: api_user_role fk_api_user_role_api_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_user_role
    ADD CONSTRAINT fk_api_user_role_api_user_id FOREIGN KEY (api_user_id) REFERENCES public.api_user(id);


--
-- Name: api_user_role fk_api_user_role_role_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_user_role
    ADD CONSTRAINT fk_api_user_role_role_id FOREIGN KEY (role_id) REFERENCES public.role(id);


--
-- Name: api_user_role fk_api_user_role_workspace_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_user_role
    ADD CONSTRAINT fk_api_user_role_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.workspace(id);


--
-- Name: asset_token fk_asset_token_folder_type_folder_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asset_token
    ADD CONSTRAINT fk_asset_token_folder_type_folder_id FOREIGN KEY (folder_type, folder_id) REFERENCES public.folder(type, id) ON DELETE CASCADE;


--
-- Name: campaign_list fk_campaign_list_campaign_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_list
    ADD CONSTRAINT fk_campaign_list_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.campaign(id) ON DELETE CASCADE;


--
-- Name: campaign_list fk_campaign_list_list_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_list
    ADD CONSTRAINT fk_campaign_list_list_id FOREIGN KEY (list_id) REFERENCES public.static_list(id);


--
-- Name: campaign_member fk_campaign_member_campaign_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_member
    ADD CONSTRAINT fk_campaign_member_campaign_id FOREIGN KEY (campaign_id) REFERENCES public.campaign(id) ON DELETE CASCADE;


--
-- Name: campaign_member fk_campaign_member_lead_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_member
    ADD CONSTRAINT fk_campaign_member_lead_id FOREIGN KEY (lead_id) REFERENCES public.lead(id) ON DELETE CASCADE;


--
-- Name: channel_status fk_channel_status_channel_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel_status
    ADD CONSTRAINT fk_channel_status_channel_id FOREIGN KEY (channel_id) REFERENCES public.channel(id);


--
-- Name: client fk_client_api_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.client
    ADD CONSTRAINT fk_client_api_user_id FOREIGN KEY (api_user_id) REFERENCES public.api_user(id);


--
-- Name: folder fk_folder_parent_type_parent_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.folder
    ADD CONSTRAINT fk_folder_parent_type_parent_id FOREIGN KEY (parent_type, parent_id) REFERENCES public.folder(type, id);


--
-- Name: folder fk_folder_workspace_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.folder
    ADD CONSTRAINT fk_folder_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.workspace(id);


--
-- Name: lead_merge fk_lead_merge_lead_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lead_merge
    ADD CONSTRAINT fk_lead_merge_lead_id FOREIGN KEY (lead_id) REFERENCES public.lead(id) ON DELETE CASCADE;


--
-- Name: list_member fk_list_member_lead_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.list_member
    ADD CONSTRAINT fk_list_member_lead_id FOREIGN KEY (lead_id) REFERENCES public.lead(id) ON DELETE CASCADE;


--
-- Name: list_member fk_list_member_list_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.list_member
    ADD CONSTRAINT fk_list_member_list_id FOREIGN KEY (list_id) REFERENCES public.static_list(id) ON DELETE CASCADE;


--
-- Name: named_account_list_member fk_named_account_list_member_account_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.named_account_list_member
    ADD CONSTRAINT fk_named_account_list_member_account_id FOREIGN KEY (account_id) REFERENCES public.named_account(id) ON DELETE CASCADE;


--
-- Name: named_account_list_member fk_named_account_list_member_list_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.named_account_list_member
    ADD CONSTRAINT fk_named_account_list_member_list_id FOREIGN KEY (list_id) REFERENCES public.named_account_list(id) ON DELETE CASCADE;


--
-- Name: program fk_program_channel_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program
    ADD CONSTRAINT fk_program_channel_id FOREIGN KEY (channel_id) REFERENCES public.channel(id);


--
-- Name: program_cost fk_program_cost_program_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_cost
    ADD CONSTRAINT fk_program_cost_program_id FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;


--
-- Name: program_member fk_program_member_lead_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_member
    ADD CONSTRAINT fk_program_member_lead_id FOREIGN KEY (lead_id) REFERENCES public.lead(id) ON DELETE CASCADE;


--
-- Name: program_member fk_program_member_program_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_member
    ADD CONSTRAINT fk_program_member_program_id FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;


--
-- Name: program_member fk_program_member_status_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_member
    ADD CONSTRAINT fk_program_member_status_id FOREIGN KEY (status_id) REFERENCES public.channel_status(id);


--
-- Name: program_stream fk_program_stream_program_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_stream
    ADD CONSTRAINT fk_program_stream_program_id FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;


--
-- Name: program_tag fk_program_tag_program_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_tag
    ADD CONSTRAINT fk_program_tag_program_id FOREIGN KEY (program_id) REFERENCES public.program(id) ON DELETE CASCADE;


--
-- Name: program_tag fk_program_tag_tag_type_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.program_tag
    ADD CONSTRAINT fk_program_tag_tag_type_id FOREIGN KEY (tag_type_id) REFERENCES public.tag_type(id);


--
-- Name: role_permission fk_role_permission_role_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.role_permission
    ADD CONSTRAINT fk_role_permission_role_id FOREIGN KEY (role_id) REFERENCES public.role(id);


--
-- Name: segment fk_segment_segmentation_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.segment
    ADD CONSTRAINT fk_segment_segmentation_id FOREIGN KEY (segmentation_id) REFERENCES public.segmentation(id) ON DELETE CASCADE;


--
-- Name: tag_value fk_tag_value_tag_type_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tag_value
    ADD CONSTRAINT fk_tag_value_tag_type_id FOREIGN KEY (tag_type_id) REFERENCES public.tag_type(id);


--
-- Name: workspace_partition fk_workspace_partition_partition_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace_partition
    ADD CONSTRAINT fk_workspace_partition_partition_id FOREIGN KEY (partition_id) REFERENCES public.partition(id);


--
-- Name: workspace_partition fk_workspace_partition_workspace_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.workspace_partition
    ADD CONSTRAINT fk_workspace_partition_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.workspace(id);


--
-- PostgreSQL database dump complete
--


