BEGIN TRANSACTION;
CREATE TABLE access_token (
	token_digest VARCHAR(64) NOT NULL, 
	client_id INTEGER NOT NULL, 
	nonce VARCHAR(32) NOT NULL, 
	expires_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_access_token PRIMARY KEY (token_digest), 
	CONSTRAINT uq_access_token_client_id_nonce UNIQUE (client_id, nonce), 
	CONSTRAINT fk_access_token_client_id FOREIGN KEY(client_id) REFERENCES client (id)
);
INSERT INTO "access_token" VALUES('ae813754b1aa2ed05794d7a8860a9528adc41a6703c1f36363f512ef9507bf96',2,'cdc8d4557a4c8d3a4be045a384b7679c','2026-01-15 19:00:00.123456');
CREATE TABLE activity (
	lead_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	activity_type_id INTEGER NOT NULL, 
	activity_date TIMESTAMP NOT NULL, 
	campaign_id INTEGER, 
	primary_attribute_value_id INTEGER, 
	primary_attribute_value TEXT, 
	attributes TEXT NOT NULL, 
	CONSTRAINT pk_activity PRIMARY KEY (lead_id, id)
);
INSERT INTO "activity" VALUES(1,1,12,'2026-01-15 18:00:00.123456',NULL,1,'Ada Lovelace','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(2,2,12,'2026-01-15 18:00:00.123456',NULL,2,'Dana Whitfield','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(3,3,12,'2026-01-15 18:00:00.123456',NULL,3,'Marcus Hale','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(4,4,12,'2026-01-15 18:00:00.123456',NULL,4,'Priya Raman','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(5,5,12,'2026-01-15 18:00:00.123456',NULL,5,'Kenji Morita','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(6,6,12,'2026-01-15 18:00:00.123456',NULL,6,'Chloe Tremblay','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(7,7,12,'2026-01-15 18:00:00.123456',NULL,7,'Lucas Almeida','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(8,8,12,'2026-01-15 18:00:00.123456',NULL,8,'Valentina Rojas','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(9,9,12,'2026-01-15 18:00:00.123456',NULL,9,'Wei Lin','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(10,10,12,'2026-01-15 18:00:00.123456',NULL,10,'Olivia Barnes','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(11,11,12,'2026-01-15 18:00:00.123456',NULL,11,'Noah Tanner','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(12,12,12,'2026-01-15 18:00:00.123456',NULL,12,'Samuel Ortiz','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(13,13,12,'2026-01-15 18:00:00.123456',NULL,13,'Ruth Abrams','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(14,14,12,'2026-01-15 18:00:00.123456',NULL,14,'Mei Tan','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(15,15,12,'2026-01-15 18:00:00.123456',NULL,15,'Marta Keller','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(16,16,12,'2026-01-15 18:00:00.123456',NULL,16,'Jonas Brandt','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(17,17,12,'2026-01-15 18:00:00.123456',NULL,17,'Elise Moreau','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(18,18,12,'2026-01-15 18:00:00.123456',NULL,18,'Tomas Novak','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(19,19,12,'2026-01-15 18:00:00.123456',NULL,19,'Ines Carvalho','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(20,20,12,'2026-01-15 18:00:00.123456',NULL,20,'Lars Nilsson','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(21,21,12,'2026-01-15 18:00:00.123456',NULL,21,'Giulia Ferri','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(22,22,12,'2026-01-15 18:00:00.123456',NULL,22,'Piotr Zielinski','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(23,23,12,'2026-01-15 18:00:00.123456',NULL,23,'Sofia Papadakis','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(24,24,12,'2026-01-15 18:00:00.123456',NULL,24,'Aoife Brennan','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(25,25,12,'2026-01-15 18:00:00.123456',NULL,25,'Hanna Virtanen','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Webinar"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(26,26,12,'2026-01-15 18:00:00.123456',NULL,26,'Miguel Ortega','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Website"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(27,27,12,'2026-01-15 18:00:00.123456',NULL,27,'Grace Okafor','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(28,28,12,'2026-01-15 18:00:00.123456',NULL,28,'Youssef Amrani','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Referral"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(29,29,12,'2026-01-15 18:00:00.123456',NULL,29,'Amara Diallo','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(30,30,12,'2026-01-15 18:00:00.123456',NULL,30,'Henrik Dahl','[{"name":"Created Date","value":"2026-01-15"},{"name":"Lead Source","value":"Trade Show"},{"name":"Source Type","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(1,31,104,'2026-01-15 18:00:00.123456',NULL,1001,'Spring Webinar','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Attended"},{"name":"New Status ID","value":40},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":1},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":true}]');
INSERT INTO "activity" VALUES(15,32,104,'2026-01-15 18:00:00.123456',NULL,1001,'Spring Webinar','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Registered"},{"name":"New Status ID","value":38},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":2},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(16,33,104,'2026-01-15 18:00:00.123456',NULL,1001,'Spring Webinar','[{"name":"Acquired By","value":false},{"name":"New Status","value":"No Show"},{"name":"New Status ID","value":39},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":3},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(17,34,104,'2026-01-15 18:00:00.123456',NULL,1001,'Spring Webinar','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Invited"},{"name":"New Status ID","value":37},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":36},{"name":"Program Member ID","value":4},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(18,35,104,'2026-01-15 18:00:00.123456',NULL,1002,'Summer Summit','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Registered"},{"name":"New Status ID","value":28},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":26},{"name":"Program Member ID","value":5},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(17,36,104,'2026-01-15 18:00:00.123456',NULL,1003,'Product Launch','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Filled-out Form"},{"name":"New Status ID","value":34},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":32},{"name":"Program Member ID","value":6},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":true}]');
INSERT INTO "activity" VALUES(19,37,104,'2026-01-15 18:00:00.123456',NULL,1003,'Product Launch','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Visited"},{"name":"New Status ID","value":33},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":32},{"name":"Program Member ID","value":7},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(1,38,113,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"Track ID","value":1},{"name":"Track Name","value":"First Steps"}]');
INSERT INTO "activity" VALUES(1,39,115,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"New Nurture Cadence","value":"Norm"}]');
INSERT INTO "activity" VALUES(1,40,114,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"New Track ID","value":1},{"name":"Track Name","value":"First Steps"}]');
INSERT INTO "activity" VALUES(1,41,104,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Member"},{"name":"New Status ID","value":17},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":16},{"name":"Program Member ID","value":8},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(22,42,113,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"Track ID","value":1},{"name":"Track Name","value":"First Steps"}]');
INSERT INTO "activity" VALUES(22,43,115,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"New Nurture Cadence","value":"Norm"}]');
INSERT INTO "activity" VALUES(22,44,114,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"New Track ID","value":1},{"name":"Track Name","value":"First Steps"}]');
INSERT INTO "activity" VALUES(22,45,104,'2026-01-15 18:00:00.123456',NULL,1004,'Welcome Nurture','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Engaged"},{"name":"New Status ID","value":18},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":16},{"name":"Program Member ID","value":9},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(1,46,104,'2026-01-15 18:00:00.123456',NULL,1005,'Spring Newsletter','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Clicked"},{"name":"New Status ID","value":8},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":5},{"name":"Program Member ID","value":10},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":true}]');
INSERT INTO "activity" VALUES(18,47,104,'2026-01-15 18:00:00.123456',NULL,1005,'Spring Newsletter','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Opened"},{"name":"New Status ID","value":7},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":5},{"name":"Program Member ID","value":11},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(15,48,104,'2026-01-15 18:00:00.123456',NULL,1005,'Spring Newsletter','[{"name":"Acquired By","value":false},{"name":"New Status","value":"Sent"},{"name":"New Status ID","value":6},{"name":"Old Status","value":"Not in Program"},{"name":"Old Status ID","value":5},{"name":"Program Member ID","value":12},{"name":"Reason","value":"Blueprint"},{"name":"Success","value":false}]');
INSERT INTO "activity" VALUES(1,49,24,'2026-01-15 18:00:00.123456',NULL,1001,'Newsletter Subscribers','[{"name":"Source","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(17,50,24,'2026-01-15 18:00:00.123456',NULL,1001,'Newsletter Subscribers','[{"name":"Source","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(18,51,24,'2026-01-15 18:00:00.123456',NULL,1001,'Newsletter Subscribers','[{"name":"Source","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(22,52,24,'2026-01-15 18:00:00.123456',NULL,1001,'Newsletter Subscribers','[{"name":"Source","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(15,53,24,'2026-01-15 18:00:00.123456',NULL,1002,'Trade Show Visitors','[{"name":"Source","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(19,54,24,'2026-01-15 18:00:00.123456',NULL,1002,'Trade Show Visitors','[{"name":"Source","value":"Blueprint"}]');
INSERT INTO "activity" VALUES(31,55,12,'2026-01-15 18:00:00.123456',NULL,31,NULL,'[{"name":"Created Date","value":"2026-01-15"},{"name":"Source Type","value":"Web service API"},{"name":"API Method Name","value":"syncLead"},{"name":"Modifying User","value":"rehearsal@api.example.com"},{"name":"Request Id","value":"d91a#19bc2d0757b"}]');
INSERT INTO "activity" VALUES(32,56,12,'2026-01-15 18:00:00.123456',NULL,32,NULL,'[{"name":"Created Date","value":"2026-01-15"},{"name":"Source Type","value":"Web service API"},{"name":"API Method Name","value":"syncLead"},{"name":"Modifying User","value":"rehearsal@api.example.com"},{"name":"Request Id","value":"d91a#19bc2d0757b"}]');
INSERT INTO "activity" VALUES(31,57,32,'2026-01-15 18:00:00.123456',NULL,31,NULL,'[{"name":"Master Updated","value":false},{"name":"Merge IDs","value":[32]},{"name":"Merge Source","value":"api"},{"name":"Merged in Sales","value":false}]');
CREATE TABLE activity_second (
	second INTEGER NOT NULL, 
	first_id INTEGER NOT NULL, 
	CONSTRAINT pk_activity_second PRIMARY KEY (second)
);
INSERT INTO "activity_second" VALUES(1768500000,1);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE anonymous_visit (
	token VARCHAR(320) NOT NULL, 
	id INTEGER NOT NULL, 
	kind SMALLINT NOT NULL, 
	happened_at TIMESTAMP NOT NULL, 
	address_id INTEGER NOT NULL, 
	address TEXT NOT NULL, 
	attributes TEXT NOT NULL, 
	CONSTRAINT pk_anonymous_visit PRIMARY KEY (token, id)
)
 WITHOUT ROWID

;
CREATE TABLE api_call (
	id INTEGER NOT NULL, 
	started_at TIMESTAMP NOT NULL, 
	ended_at TIMESTAMP, 
	CONSTRAINT pk_api_call PRIMARY KEY (id)
);
CREATE TABLE api_user (
	id INTEGER NOT NULL, 
	email VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_api_user PRIMARY KEY (id), 
	CONSTRAINT uq_api_user_email UNIQUE (email)
);
INSERT INTO "api_user" VALUES(1,'demo@api.example.com');
INSERT INTO "api_user" VALUES(2,'rehearsal@api.example.com');
CREATE TABLE api_user_role (
	api_user_id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	role_id INTEGER NOT NULL, 
	CONSTRAINT pk_api_user_role PRIMARY KEY (api_user_id, workspace_id, role_id), 
	CONSTRAINT fk_api_user_role_api_user_id FOREIGN KEY(api_user_id) REFERENCES api_user (id), 
	CONSTRAINT fk_api_user_role_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_api_user_role_role_id FOREIGN KEY(role_id) REFERENCES role (id)
);
INSERT INTO "api_user_role" VALUES(1,1,1);
INSERT INTO "api_user_role" VALUES(2,1,1);
CREATE TABLE asset_token (
	folder_type VARCHAR(10) NOT NULL, 
	folder_id INTEGER NOT NULL, 
	name VARCHAR(50) NOT NULL, 
	type VARCHAR(20) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_asset_token PRIMARY KEY (folder_type, folder_id, name), 
	CONSTRAINT fk_asset_token_folder_type_folder_id FOREIGN KEY(folder_type, folder_id) REFERENCES folder (type, id) ON DELETE CASCADE
);
INSERT INTO "asset_token" VALUES('Program',1001,'message','text','Hello');
INSERT INTO "asset_token" VALUES('Program',1001,'seats','number','200');
INSERT INTO "asset_token" VALUES('Program',1001,'date','date','2026-03-19');
INSERT INTO "asset_token" VALUES('Program',1003,'message','text','Bonjour');
CREATE TABLE campaign (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	description TEXT, 
	folder_type VARCHAR(10) NOT NULL, 
	folder_id INTEGER NOT NULL, 
	program_id INTEGER, 
	workspace_id INTEGER NOT NULL, 
	type VARCHAR(10) NOT NULL, 
	is_requested BOOLEAN NOT NULL, 
	is_executable BOOLEAN NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	qualification VARCHAR(10) NOT NULL, 
	interval_length INTEGER, 
	interval_unit VARCHAR(10), 
	rules TEXT NOT NULL, 
	flow TEXT NOT NULL, 
	smart_list_id INTEGER NOT NULL, 
	flow_id INTEGER NOT NULL, 
	stopped_at TIMESTAMP, 
	stopped_reason TEXT, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_campaign PRIMARY KEY (id)
);
INSERT INTO "campaign" VALUES(1001,'Welcome New Leads','welcome new leads','Can be requested through the API','Program',1003,1003,1,'trigger',1,0,1,'any',NULL,NULL,'{"triggers":[{"type":"Campaign is Requested","where":[{"attribute":"Source","operator":"is","values":["Web Service API"]}]}],"filters":[{"field":"email","operator":"is not empty"}]}','[{"kind":"changeDataValue","arguments":{"field":"leadStatus","value":"Welcomed"},"choices":[{"condition":{"field":"country","operator":"is","values":["France"]},"arguments":{"field":"leadStatus","value":"Bienvenue"}}]},{"kind":"wait","arguments":{"days":1}},{"kind":"addToList","arguments":{"list":1001}}]',1000001,1000002,NULL,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "campaign" VALUES(1002,'Score Visitors','score visitors',NULL,'Folder',15,NULL,1,'trigger',0,0,1,'any',NULL,NULL,'{"triggers":[{"type":"Visits Web Page"}]}','[{"kind":"changeScore","arguments":{"field":"leadScore","change":"+1"}}]',1000003,1000004,NULL,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "campaign" VALUES(1003,'Monthly Upkeep','monthly upkeep',NULL,'Folder',15,NULL,1,'batch',0,0,0,'interval',1,'month','{"filters":[{"field":"leadScore","operator":"at least","values":[50]}]}','[{"kind":"interestingMoment","arguments":{"type":"Milestone","description":"Scores {{lead.Lead Score}}"}}]',1000005,1000006,NULL,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
CREATE TABLE campaign_list (
	campaign_id INTEGER NOT NULL, 
	list_id INTEGER NOT NULL, 
	CONSTRAINT pk_campaign_list PRIMARY KEY (campaign_id, list_id), 
	CONSTRAINT fk_campaign_list_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE, 
	CONSTRAINT fk_campaign_list_list_id FOREIGN KEY(list_id) REFERENCES static_list (id)
);
INSERT INTO "campaign_list" VALUES(1001,1001);
CREATE TABLE campaign_member (
	lead_id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	entered_at TIMESTAMP NOT NULL, 
	passage_id INTEGER NOT NULL, 
	position INTEGER, 
	removed_through INTEGER NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_campaign_member PRIMARY KEY (lead_id, campaign_id), 
	CONSTRAINT fk_campaign_member_lead_id FOREIGN KEY(lead_id) REFERENCES lead (id) ON DELETE CASCADE, 
	CONSTRAINT fk_campaign_member_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE campaign_run (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	run_at TIMESTAMP NOT NULL, 
	tokens TEXT, 
	clone_day VARCHAR(10), 
	swept_through INTEGER NOT NULL, 
	entered INTEGER NOT NULL, 
	started_at TIMESTAMP, 
	finished_at TIMESTAMP, 
	created_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_campaign_run PRIMARY KEY (id)
);
CREATE TABLE catalog_version (
	id SMALLINT NOT NULL, 
	version BIGINT NOT NULL, 
	CONSTRAINT pk_catalog_version PRIMARY KEY (id)
);
INSERT INTO "catalog_version" VALUES(1,1795990691212646);
CREATE TABLE channel (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	program_type VARCHAR(20) NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_channel PRIMARY KEY (id), 
	CONSTRAINT uq_channel_name_key UNIQUE (name_key)
);
INSERT INTO "channel" VALUES(1,'Content','content','Default','2026-11-29 22:18:11.074451','2026-11-29 22:18:11.074451');
INSERT INTO "channel" VALUES(2,'Email Send','email send','Email','2026-11-29 22:18:11.094501','2026-11-29 22:18:11.094501');
INSERT INTO "channel" VALUES(3,'Live Event','live event','Event','2026-11-29 22:18:11.113756','2026-11-29 22:18:11.113756');
INSERT INTO "channel" VALUES(4,'Nurture','nurture','Engagement','2026-11-29 22:18:11.120827','2026-11-29 22:18:11.120827');
INSERT INTO "channel" VALUES(5,'Online Advertising','online advertising','Default','2026-11-29 22:18:11.125532','2026-11-29 22:18:11.125532');
INSERT INTO "channel" VALUES(6,'Operational','operational','Default','2026-11-29 22:18:11.149119','2026-11-29 22:18:11.149119');
INSERT INTO "channel" VALUES(7,'Virtual Event','virtual event','Event with Webinar','2026-11-29 22:18:11.151628','2026-11-29 22:18:11.151628');
INSERT INTO "channel" VALUES(8,'Web Content','web content','Default','2026-11-29 22:18:11.158501','2026-11-29 22:18:11.158501');
INSERT INTO "channel" VALUES(9,'Webinar','webinar','Event','2026-11-29 22:18:11.181032','2026-01-15 18:00:00.123456');
CREATE TABLE channel_status (
	id INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	step INTEGER NOT NULL, 
	is_success BOOLEAN NOT NULL, 
	is_hidden BOOLEAN NOT NULL, 
	type VARCHAR(50), 
	CONSTRAINT pk_channel_status PRIMARY KEY (id), 
	CONSTRAINT uq_channel_status_channel_id_name UNIQUE (channel_id, name), 
	CONSTRAINT fk_channel_status_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
);
INSERT INTO "channel_status" VALUES(1,1,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(2,1,'Visited',10,0,0,'Visited');
INSERT INTO "channel_status" VALUES(3,1,'Engaged',20,0,0,'Engaged');
INSERT INTO "channel_status" VALUES(4,1,'Influenced',30,1,0,'Influenced');
INSERT INTO "channel_status" VALUES(5,2,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(6,2,'Sent',10,0,0,'Sent');
INSERT INTO "channel_status" VALUES(7,2,'Opened',20,0,0,'Opened');
INSERT INTO "channel_status" VALUES(8,2,'Clicked',30,1,0,'Clicked');
INSERT INTO "channel_status" VALUES(9,2,'Influenced',40,1,0,'Influenced');
INSERT INTO "channel_status" VALUES(10,3,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(11,3,'Invited',10,0,0,'Invited');
INSERT INTO "channel_status" VALUES(12,3,'Registered',20,0,0,'Registered');
INSERT INTO "channel_status" VALUES(13,3,'Wait Listed',30,0,0,'Wait Listed');
INSERT INTO "channel_status" VALUES(14,3,'No Show',40,0,0,'No Show');
INSERT INTO "channel_status" VALUES(15,3,'Attended',50,1,0,'Attended');
INSERT INTO "channel_status" VALUES(16,4,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(17,4,'Member',10,0,0,'Member');
INSERT INTO "channel_status" VALUES(18,4,'Engaged',20,0,0,'Engaged');
INSERT INTO "channel_status" VALUES(19,4,'Influenced',30,1,0,'Influenced');
INSERT INTO "channel_status" VALUES(20,5,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(21,5,'Visited',10,0,0,'Visited');
INSERT INTO "channel_status" VALUES(22,5,'Engaged',20,0,0,'Engaged');
INSERT INTO "channel_status" VALUES(23,5,'Influenced',30,1,0,'Influenced');
INSERT INTO "channel_status" VALUES(24,6,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(25,6,'Member',10,0,0,'Member');
INSERT INTO "channel_status" VALUES(26,7,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(27,7,'Invited',10,0,0,'Invited');
INSERT INTO "channel_status" VALUES(28,7,'Registered',20,0,0,'Registered');
INSERT INTO "channel_status" VALUES(29,7,'No Show',30,0,0,'No Show');
INSERT INTO "channel_status" VALUES(30,7,'Attended',40,1,0,'Attended');
INSERT INTO "channel_status" VALUES(31,7,'Attended On-demand',50,1,0,'Attended On-demand');
INSERT INTO "channel_status" VALUES(32,8,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(33,8,'Visited',10,0,0,'Visited');
INSERT INTO "channel_status" VALUES(34,8,'Filled-out Form',20,1,0,'Filled-out Form');
INSERT INTO "channel_status" VALUES(35,8,'Influenced',30,1,0,'Influenced');
INSERT INTO "channel_status" VALUES(36,9,'Not in Program',0,0,0,NULL);
INSERT INTO "channel_status" VALUES(37,9,'Invited',10,0,0,'Invited');
INSERT INTO "channel_status" VALUES(38,9,'Registered',20,0,0,'Registered');
INSERT INTO "channel_status" VALUES(39,9,'No Show',30,0,0,'No Show');
INSERT INTO "channel_status" VALUES(40,9,'Attended',40,1,0,'Attended');
INSERT INTO "channel_status" VALUES(41,9,'Watched Recording',50,1,0,NULL);
CREATE TABLE client (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	client_id VARCHAR(255) NOT NULL, 
	secret_digest VARCHAR(64) NOT NULL, 
	api_user_id INTEGER NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_client PRIMARY KEY (id), 
	CONSTRAINT uq_client_client_id UNIQUE (client_id), 
	CONSTRAINT uq_client_name UNIQUE (name), 
	CONSTRAINT fk_client_api_user_id FOREIGN KEY(api_user_id) REFERENCES api_user (id)
);
INSERT INTO "client" VALUES(1,'demo','leadkeep-demo','bb7d035fdca926bc80b11a97b937c2af3d7c7b7e47be50988b874d0c0e6c0e7c',1,'2026-01-15 18:00:00.123456');
INSERT INTO "client" VALUES(2,'rehearsal','5c285cba-ffef-448e-b90a-8c94ba66d2e2','38b7f70aa5a52ba35321866d093909901c822e8e6757f3beb637b21c042e5cf6',2,'2026-01-15 18:00:00.123456');
CREATE TABLE company (
	id INTEGER NOT NULL, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, 
	"externalCompanyId" TEXT, 
	"annualRevenue" REAL, 
	"billingCity" TEXT, 
	"billingCountry" TEXT, 
	"billingPostalCode" TEXT, 
	"billingState" TEXT, 
	"billingStreet" TEXT, 
	company TEXT, 
	"externalSalesPersonId" TEXT, 
	industry TEXT, 
	"mainPhone" TEXT, 
	"mktoCompanyNotes" TEXT, 
	"numberOfEmployees" BIGINT, 
	"sicCode" TEXT, 
	site TEXT, 
	website TEXT, 
	CONSTRAINT pk_company PRIMARY KEY (id)
);
INSERT INTO "company" VALUES(31,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','c-1',NULL,NULL,NULL,NULL,NULL,NULL,'Acme',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE custom_activity_type (
	id INTEGER NOT NULL, 
	api_name VARCHAR(255) NOT NULL, 
	approved TEXT, 
	draft TEXT, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_custom_activity_type PRIMARY KEY (id), 
	CONSTRAINT uq_custom_activity_type_api_name UNIQUE (api_name)
);
INSERT INTO "custom_activity_type" VALUES(100001,'attended','{"name":"Attended","trigger_name":"Attends","filter_name":"Attended","primary":{"api_name":"title","name":"Title","data_type":"string","description":null},"description":null,"attributes":[]}',NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
CREATE TABLE custom_object_type (
	id INTEGER NOT NULL, 
	api_name VARCHAR(50) NOT NULL, 
	approved TEXT, 
	draft TEXT, 
	version INTEGER NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_custom_object_type PRIMARY KEY (id), 
	CONSTRAINT uq_custom_object_type_api_name UNIQUE (api_name)
);
INSERT INTO "custom_object_type" VALUES(1001,'car','{"display_name":"Car","plural_name":null,"description":null,"show_in_lead_detail":false,"fields":[{"name":"vin","display_name":"VIN","data_type":"string","description":null,"is_dedupe":true,"related":null,"is_late":false}]}',NULL,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
CREATE TABLE deleted_lead (
	lead_id INTEGER NOT NULL, 
	partition_id INTEGER NOT NULL, 
	CONSTRAINT pk_deleted_lead PRIMARY KEY (lead_id)
);
CREATE TABLE error_count (
	day VARCHAR(10) NOT NULL, 
	error_code VARCHAR(10) NOT NULL, 
	count BIGINT NOT NULL, 
	CONSTRAINT pk_error_count PRIMARY KEY (day, error_code)
);
CREATE TABLE field (
	id INTEGER NOT NULL, 
	object VARCHAR(50) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	soap_name VARCHAR(255), 
	display_name VARCHAR(255) NOT NULL, 
	data_type VARCHAR(20) NOT NULL, 
	length INTEGER, 
	column_name VARCHAR(63) NOT NULL, 
	is_read_only BOOLEAN NOT NULL, 
	is_soap_read_only BOOLEAN NOT NULL, 
	is_company_field BOOLEAN NOT NULL, 
	is_hidden BOOLEAN NOT NULL, 
	is_html_encoding_in_email BOOLEAN NOT NULL, 
	is_sensitive BOOLEAN NOT NULL, 
	is_custom BOOLEAN NOT NULL, 
	is_api_created BOOLEAN NOT NULL, 
	description TEXT, 
	CONSTRAINT pk_field PRIMARY KEY (id), 
	CONSTRAINT uq_field_object_name UNIQUE (object, name)
);
INSERT INTO "field" VALUES(4,'lead','company','Company','Company Name','string',255,'company',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(5,'lead','site','Site','Site','string',255,'site',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(6,'lead','billingStreet','BillingStreet','Billing Address','text',NULL,'billingStreet',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(7,'lead','billingCity','BillingCity','Billing City','string',255,'billingCity',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(8,'lead','billingState','BillingState','Billing State','string',255,'billingState',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(9,'lead','billingCountry','BillingCountry','Billing Country','string',255,'billingCountry',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(10,'lead','billingPostalCode','BillingPostalCode','Billing Postal Code','string',255,'billingPostalCode',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(11,'lead','website','Website','Website','url',255,'website',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(12,'lead','mainPhone','MainPhone','Main Phone','string',255,'mainPhone',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(15,'lead','annualRevenue','AnnualRevenue','Annual Revenue','currency',NULL,'annualRevenue',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(16,'lead','numberOfEmployees','NumberOfEmployees','Num Employees','integer',NULL,'numberOfEmployees',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(17,'lead','industry','Industry','Industry','string',255,'industry',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(18,'lead','sicCode','SICCode','SIC Code','string',40,'sicCode',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(20,'lead','mktoCompanyNotes','MktoCompanyNotes','Company Notes','text',NULL,'mktoCompanyNotes',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(41,'lead','externalCompanyId',NULL,'External Company Id','string',50,'externalCompanyId',0,0,1,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(44,'lead','id','Id','Id','integer',NULL,'id',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(45,'lead','mktoName',NULL,'Full Name','string',255,'mktoName',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(46,'lead','personType','PersonType','Person Type','string',50,'personType',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(48,'lead','mktoIsPartner',NULL,'Is Partner','boolean',NULL,'mktoIsPartner',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(49,'lead','isLead','IsLead','Is Lead','boolean',NULL,'isLead',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(50,'lead','mktoIsCustomer',NULL,'Is Customer','boolean',NULL,'mktoIsCustomer',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(51,'lead','isAnonymous',NULL,'Is Anonymous','boolean',NULL,'isAnonymous',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(52,'lead','salutation','Salutation','Salutation','string',255,'salutation',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(53,'lead','firstName','FirstName','First Name','string',255,'firstName',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(54,'lead','middleName','MiddleName','Middle Name','string',255,'middleName',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(55,'lead','lastName','LastName','Last Name','string',255,'lastName',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(56,'lead','email','Email','Email Address','email',255,'email',0,0,0,0,1,1,0,0,NULL);
INSERT INTO "field" VALUES(57,'lead','phone','Phone','Phone Number','phone',255,'phone',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(58,'lead','mobilePhone','MobilePhone','Mobile Phone Number','phone',255,'mobilePhone',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(59,'lead','fax','Fax','Fax Number','phone',255,'fax',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(60,'lead','title','Title','Job Title','string',255,'title',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(61,'lead','contactCompany','Contact Company','Contact Company','reference',NULL,'contactCompany',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(62,'lead','dateOfBirth','DateofBirth','Date of Birth','date',NULL,'dateOfBirth',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(63,'lead','address','Address','Address','text',NULL,'address',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(64,'lead','city','City','City','string',255,'city',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(65,'lead','state','State','State','string',255,'state',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(66,'lead','country','Country','Country','string',255,'country',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(67,'lead','postalCode','PostalCode','Postal Code','string',255,'postalCode',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(68,'lead','personTimeZone',NULL,'Person Time Zone','string',255,'personTimeZone',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(70,'lead','originalSourceType','OriginalSourceType','Original Source Type','string',255,'originalSourceType',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(71,'lead','originalSourceInfo','OriginalSourceInfo','Original Source Info','string',2000,'originalSourceInfo',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(72,'lead','registrationSourceType','RegistrationSourceType','Registration Source Type','string',255,'registrationSourceType',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(73,'lead','registrationSourceInfo','RegistrationSourceInfo','Registration Source Info','string',2000,'registrationSourceInfo',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(74,'lead','originalSearchEngine','OriginalSearchEngine','Original Search Engine','string',255,'originalSearchEngine',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(75,'lead','originalSearchPhrase','OriginalSearchPhrase','Original Search Phrase','string',255,'originalSearchPhrase',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(76,'lead','originalReferrer','OriginalReferrer','Original Referrer','url',255,'originalReferrer',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(77,'lead','emailInvalid','EmailInvalid','Email Invalid','boolean',NULL,'emailInvalid',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(78,'lead','emailInvalidCause','EmailInvalidCause','Email Invalid Cause','string',255,'emailInvalidCause',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(79,'lead','unsubscribed','Unsubscribed','Unsubscribed','boolean',NULL,'unsubscribed',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(81,'lead','unsubscribedReason','UnsubscribedReason','Unsubscribed Reason','string',2000,'unsubscribedReason',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(82,'lead','doNotCall','DoNotCall','Do Not Call','boolean',NULL,'doNotCall',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(83,'lead','mktoDoNotCallCause',NULL,'Do Not Call Cause','string',255,'mktoDoNotCallCause',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(84,'lead','doNotCallReason','DoNotCallReason','Do Not Call Reason','string',2000,'doNotCallReason',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(85,'lead','marketingSuspended',NULL,'Marketing Suspended','boolean',NULL,'marketingSuspended',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(86,'lead','marketingSuspendedCause',NULL,'Marketing Suspended Cause','string',255,'marketingSuspendedCause',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(87,'lead','blackListed',NULL,'Black Listed','boolean',NULL,'blackListed',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(88,'lead','blackListedCause',NULL,'Black Listed Cause','string',255,'blackListedCause',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(89,'lead','mktoPersonNotes','MktoPersonNotes','Person Notes','text',NULL,'mktoPersonNotes',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(103,'lead','anonymousIP','AnonymousIP','Anonymous IP','string',255,'anonymousIP',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(104,'lead','inferredCompany','InferredCompany','Inferred Company','string',255,'inferredCompany',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(105,'lead','inferredCountry','InferredCountry','Inferred Country','string',255,'inferredCountry',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(106,'lead','inferredCity',NULL,'Inferred City','string',255,'inferredCity',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(107,'lead','inferredStateRegion',NULL,'Inferred State Region','string',255,'inferredStateRegion',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(108,'lead','inferredPostalCode',NULL,'Inferred Postal Code','string',255,'inferredPostalCode',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(109,'lead','inferredMetropolitanArea',NULL,'Inferred Metropolitan Area','string',255,'inferredMetropolitanArea',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(110,'lead','inferredPhoneAreaCode',NULL,'Inferred Phone Area Code','string',255,'inferredPhoneAreaCode',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(123,'lead','emailSuspended',NULL,'Email Suspended','boolean',NULL,'emailSuspended',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(124,'lead','emailSuspendedCause',NULL,'Email Suspended Cause','string',255,'emailSuspendedCause',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(125,'lead','emailSuspendedAt',NULL,'Email Suspended At','datetime',NULL,'emailSuspendedAt',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(126,'lead','department','Department','Department','string',255,'department',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(130,'lead','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(131,'lead','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(136,'lead','cookies',NULL,'Cookies','string',255,'cookies',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(137,'lead','externalSalesPersonId',NULL,'External Sales Person Id','string',50,'externalSalesPersonId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(141,'lead','leadPerson','Lead Person','Lead Person','reference',NULL,'id',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(143,'lead','leadRole','LeadRole','Role','string',50,'leadRole',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(144,'lead','leadSource','LeadSource','Lead Source','string',255,'leadSource',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(145,'lead','leadStatus','LeadStatus','Lead Status','string',255,'leadStatus',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(146,'lead','leadScore','LeadScore','Lead Score','integer',NULL,'leadScore',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(147,'lead','urgency',NULL,'Urgency','float',NULL,'urgency',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(148,'lead','priority',NULL,'Priority','integer',NULL,'priority',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(149,'lead','relativeScore',NULL,'Relative Score','integer',NULL,'relativeScore',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(150,'lead','relativeUrgency',NULL,'Relative Urgency','integer',NULL,'relativeUrgency',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(160,'lead','rating','Rating','Lead Rating','string',255,'rating',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(181,'lead','personPrimaryLeadInterest','Person Primary Lead Interest','Primary Lead Interest','reference',NULL,'id',1,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(200,'company','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(201,'company','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(202,'company','externalCompanyId',NULL,'External Company Id','string',50,'externalCompanyId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(203,'company','id',NULL,'Id','integer',NULL,'id',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(204,'company','annualRevenue',NULL,'Annual Revenue','currency',NULL,'annualRevenue',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(205,'company','billingCity',NULL,'Billing City','string',255,'billingCity',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(206,'company','billingCountry',NULL,'Billing Country','string',255,'billingCountry',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(207,'company','billingPostalCode',NULL,'Billing Postal Code','string',255,'billingPostalCode',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(208,'company','billingState',NULL,'Billing State','string',255,'billingState',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(209,'company','billingStreet',NULL,'Billing Address','text',NULL,'billingStreet',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(210,'company','company',NULL,'Company Name','string',255,'company',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(211,'company','externalSalesPersonId',NULL,'External Sales Person Id','string',50,'externalSalesPersonId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(212,'company','industry',NULL,'Industry','string',255,'industry',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(213,'company','mainPhone',NULL,'Main Phone','string',255,'mainPhone',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(214,'company','mktoCompanyNotes',NULL,'Company Notes','text',NULL,'mktoCompanyNotes',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(215,'company','numberOfEmployees',NULL,'Num Employees','integer',NULL,'numberOfEmployees',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(216,'company','sicCode',NULL,'SIC Code','string',40,'sicCode',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(217,'company','site',NULL,'Site','string',255,'site',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(218,'company','website',NULL,'Website','url',255,'website',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(225,'salesPerson','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(226,'salesPerson','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(227,'salesPerson','externalSalesPersonId',NULL,'External Sales Person Id','string',50,'externalSalesPersonId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(228,'salesPerson','id',NULL,'Id','integer',NULL,'id',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(229,'salesPerson','email',NULL,'Email','email',255,'email',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(230,'salesPerson','fax',NULL,'Fax','phone',255,'fax',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(231,'salesPerson','firstName',NULL,'First Name','string',255,'firstName',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(232,'salesPerson','lastName',NULL,'Last Name','string',255,'lastName',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(233,'salesPerson','mobilePhone',NULL,'Mobile Phone','phone',255,'mobilePhone',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(234,'salesPerson','phone',NULL,'Phone','phone',255,'phone',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(235,'salesPerson','title',NULL,'Title','string',255,'title',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(240,'opportunity','marketoGUID',NULL,'Marketo GUID','string',36,'marketoGUID',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(241,'opportunity','externalOpportunityId',NULL,'SFDC Oppty Id','string',50,'externalOpportunityId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(242,'opportunity','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(243,'opportunity','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(244,'opportunity','name',NULL,'Name','string',255,'name',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(245,'opportunity','description',NULL,'Description','string',2000,'description',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(246,'opportunity','type',NULL,'Type','string',255,'type',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(247,'opportunity','stage',NULL,'Stage','string',255,'stage',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(248,'opportunity','amount',NULL,'Amount','currency',NULL,'amount',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(249,'opportunity','source',NULL,'Source','string',255,'source',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(250,'opportunity','probability',NULL,'Probability','integer',NULL,'probability',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(251,'opportunity','expectedRevenue',NULL,'Expected Revenue','currency',NULL,'expectedRevenue',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(252,'opportunity','closeDate',NULL,'Close Date','date',NULL,'closeDate',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(253,'opportunity','fiscalQuarter',NULL,'Fiscal Quarter','string',255,'fiscalQuarter',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(254,'opportunity','fiscalYear',NULL,'Fiscal Year','string',255,'fiscalYear',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(255,'opportunity','forecastCategoryName',NULL,'Forecast Category Name','string',255,'forecastCategoryName',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(256,'opportunity','isClosed',NULL,'Is Closed','boolean',NULL,'isClosed',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(257,'opportunity','isWon',NULL,'Is Won','boolean',NULL,'isWon',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(258,'opportunity','quantity',NULL,'Quantity','float',NULL,'quantity',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(259,'opportunity','nextStep',NULL,'Next Step','string',255,'nextStep',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(260,'opportunity','lastActivityDate',NULL,'Last Activity Date','date',NULL,'lastActivityDate',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(261,'opportunity','leadSource',NULL,'Lead Source','string',255,'leadSource',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(262,'opportunity','externalCreatedDate',NULL,'SFDC Created Date','datetime',NULL,'externalCreatedDate',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(263,'opportunity','externalSalesPersonId',NULL,'External Sales Person Id','string',50,'externalSalesPersonId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(270,'opportunityRole','marketoGUID',NULL,'Marketo GUID','string',36,'marketoGUID',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(271,'opportunityRole','externalOpportunityId',NULL,'External Opportunity Id','string',50,'externalOpportunityId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(272,'opportunityRole','leadId',NULL,'Lead Id','integer',NULL,'leadId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(273,'opportunityRole','role',NULL,'Role','string',50,'role',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(274,'opportunityRole','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(275,'opportunityRole','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(276,'opportunityRole','isPrimary',NULL,'Is Primary','boolean',NULL,'isPrimary',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(277,'opportunityRole','externalCreatedDate',NULL,'External Created Date','datetime',NULL,'externalCreatedDate',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(280,'namedAccount','marketoGUID',NULL,'Marketo GUID','string',36,'marketoGUID',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(281,'namedAccount','name',NULL,'Name','string',255,'name',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(282,'namedAccount','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(283,'namedAccount','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(284,'namedAccount','annualRevenue',NULL,'Annual Revenue','currency',NULL,'annualRevenue',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(285,'namedAccount','city',NULL,'City','string',255,'city',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(286,'namedAccount','country',NULL,'Country','string',255,'country',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(287,'namedAccount','domainName',NULL,'Domain Name','string',255,'domainName',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(288,'namedAccount','industry',NULL,'Industry','string',255,'industry',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(289,'namedAccount','logoUrl',NULL,'Logo URL','url',255,'logoUrl',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(290,'namedAccount','membershipCount',NULL,'Membership Count','integer',NULL,'membershipCount',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(291,'namedAccount','numberOfEmployees',NULL,'Number Of Employees','integer',NULL,'numberOfEmployees',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(292,'namedAccount','opptyAmount',NULL,'Oppty Amount','currency',NULL,'opptyAmount',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(293,'namedAccount','opptyCount',NULL,'Oppty Count','integer',NULL,'opptyCount',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(294,'namedAccount','score1',NULL,'Score 1','integer',NULL,'score1',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(295,'namedAccount','score2',NULL,'Score 2','integer',NULL,'score2',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(296,'namedAccount','score3',NULL,'Score 3','integer',NULL,'score3',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(297,'namedAccount','score4',NULL,'Score 4','integer',NULL,'score4',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(298,'namedAccount','score5',NULL,'Score 5','integer',NULL,'score5',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(299,'namedAccount','sicCode',NULL,'SIC Code','string',40,'sicCode',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(300,'namedAccount','state',NULL,'State','string',255,'state',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(310,'namedAccountList','marketoGUID',NULL,'Marketo GUID','string',36,'marketoGUID',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(311,'namedAccountList','name',NULL,'Name','string',255,'name',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(312,'namedAccountList','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(313,'namedAccountList','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(314,'namedAccountList','type',NULL,'Type','string',20,'type',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(315,'namedAccountList','updateable',NULL,'Updateable','boolean',NULL,'updateable',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(479,'lead','leadPartitionId','Lead Partition ID','Lead Partition Id','reference',NULL,'leadPartitionId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(485,'lead','leadRevenueCycleModelId','Lead Revenue Cycle Model ID','Lead Revenue Cycle Model ID','reference',NULL,'leadRevenueCycleModelId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(487,'lead','leadRevenueStageId','Lead Revenue Stage ID','Lead Revenue Stage ID','reference',NULL,'leadRevenueStageId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(541,'lead','facebookId','MarketoSocialFacebookId','Marketo Social Facebook Id','string',2000,'facebookId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(542,'lead','twitterId','MarketoSocialTwitterId','Marketo Social Twitter Id','string',2000,'twitterId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(543,'lead','linkedInId','MarketoSocialLinkedInId','Marketo Social LinkedIn Id','string',2000,'linkedInId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(625,'lead','acquisitionProgramId','Acquisition Program ID','Acquisition Program','reference',NULL,'acquisitionProgramId',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(627,'lead','mktoAcquisitionDate',NULL,'Acquisition Date','datetime',NULL,'mktoAcquisitionDate',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(701,'programMember','acquiredBy',NULL,'Acquired By','boolean',NULL,'acquiredBy',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(702,'programMember','attendanceLikelihood',NULL,'Attendance Likelihood','integer',NULL,'attendanceLikelihood',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(703,'programMember','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(704,'programMember','isExhausted',NULL,'Is Exhausted','boolean',NULL,'isExhausted',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(705,'programMember','leadId',NULL,'Lead Id','integer',NULL,'lead_id',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(706,'programMember','membershipDate',NULL,'Membership Date','datetime',NULL,'membershipDate',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(707,'programMember','nurtureCadence',NULL,'Nurture Cadence','string',4,'nurtureCadence',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(708,'programMember','program',NULL,'Program','string',255,'program_id',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(709,'programMember','programId',NULL,'Program Id','integer',NULL,'program_id',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(710,'programMember','reachedSuccess',NULL,'Reached Success','boolean',NULL,'reachedSuccess',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(711,'programMember','reachedSuccessDate',NULL,'Reached Success Date','datetime',NULL,'reachedSuccessDate',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(712,'programMember','registrationLikelihood',NULL,'Registration Likelihood','integer',NULL,'registrationLikelihood',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(713,'programMember','statusName',NULL,'Status Name','string',255,'status_id',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(714,'programMember','statusReason',NULL,'Status Reason','string',255,'statusReason',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(715,'programMember','trackName',NULL,'Track Name','string',255,'stream_id',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(716,'programMember','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(717,'programMember','waitlistPriority',NULL,'Waitlist Priority','integer',NULL,'waitlistPriority',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(718,'programMember','registrationCode',NULL,'Registration Code','string',100,'registrationCode',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(719,'programMember','webinarUrl',NULL,'Webinar Url','string',2000,'webinarUrl',0,0,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(750,'lead','sfdcAccountId',NULL,'SFDC Account Id','string',255,'sfdcAccountId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(751,'lead','sfdcContactId',NULL,'SFDC Contact Id','string',255,'sfdcContactId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(752,'lead','sfdcLeadId',NULL,'SFDC Lead Id','string',255,'sfdcLeadId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(753,'lead','sfdcLeadOwnerId',NULL,'SFDC Lead Owner Id','string',255,'sfdcLeadOwnerId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(754,'lead','sfdcOpptyId',NULL,'SFDC Oppty Id','string',255,'sfdcOpptyId',0,0,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(760,'lead','leadOwnerFirstName',NULL,'Lead Owner First Name','string',255,'leadOwnerFirstName',1,1,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(761,'lead','leadOwnerLastName',NULL,'Lead Owner Last Name','string',255,'leadOwnerLastName',1,1,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(762,'lead','leadOwnerEmailAddress',NULL,'Lead Owner Email Address','email',255,'leadOwnerEmailAddress',1,1,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(763,'lead','leadOwnerPhoneNumber',NULL,'Lead Owner Phone Number','phone',255,'leadOwnerPhoneNumber',1,1,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(764,'lead','leadOwnerTitle',NULL,'Lead Owner Job Title','string',255,'leadOwnerTitle',1,1,0,1,1,0,0,0,NULL);
INSERT INTO "field" VALUES(795,'lead','acmeTier','acmeTier','Acme Tier','string',255,'acmeTier',0,0,0,0,1,0,1,0,'gold, silver or bronze');
INSERT INTO "field" VALUES(796,'lead','acmeScore','acmeScore','Acme Score','score',NULL,'acmeScore',0,0,0,0,1,0,1,0,NULL);
INSERT INTO "field" VALUES(797,'lead','acmeRenewalDate','acmeRenewalDate','Acme Renewal Date','date',NULL,'acmeRenewalDate',0,0,0,0,1,0,1,0,NULL);
INSERT INTO "field" VALUES(798,'lead','acmeIsPartner','acmeIsPartner','Acme Is Partner','boolean',NULL,'acmeIsPartner',0,0,0,0,1,0,1,0,NULL);
INSERT INTO "field" VALUES(799,'programMember','acmeSeat','acmeSeat','Acme Seat','string',255,'acmeSeat',0,0,0,0,1,0,1,0,NULL);
INSERT INTO "field" VALUES(800,'programMember','acmeGuests','acmeGuests','Acme Guests','integer',NULL,'acmeGuests',0,0,0,0,1,0,1,0,NULL);
INSERT INTO "field" VALUES(801,'customObject:car','marketoGUID',NULL,'Marketo GUID','string',36,'marketoGUID',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(802,'customObject:car','createdAt',NULL,'Created At','datetime',NULL,'createdAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(803,'customObject:car','updatedAt',NULL,'Updated At','datetime',NULL,'updatedAt',1,1,0,0,1,0,0,0,NULL);
INSERT INTO "field" VALUES(804,'customObject:car','vin','vin','VIN','string',255,'vin',0,0,0,0,1,0,1,1,NULL);
CREATE TABLE folder (
	type VARCHAR(10) NOT NULL, 
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	description TEXT, 
	parent_type VARCHAR(10), 
	parent_id INTEGER, 
	workspace_id INTEGER NOT NULL, 
	program_id INTEGER, 
	kind VARCHAR(50) NOT NULL, 
	is_archive BOOLEAN NOT NULL, 
	is_system BOOLEAN NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_folder PRIMARY KEY (type, id), 
	CONSTRAINT fk_folder_parent_type_parent_id FOREIGN KEY(parent_type, parent_id) REFERENCES folder (type, id), 
	CONSTRAINT uq_folder_parent_type_parent_id_type_name_key UNIQUE (parent_type, parent_id, type, name_key), 
	CONSTRAINT fk_folder_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspace (id)
);
INSERT INTO "folder" VALUES('Folder',1,'Design Studio','design studio','Root node for the Design Studio app area',NULL,NULL,1,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',8,'Lead Database','lead database','Root node for the Lead Database app area',NULL,NULL,1,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',14,'Marketing Activities','marketing activities','Root node for the Marketing Activities app area',NULL,NULL,1,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',2,'Default','default','Root node of the Design studio Default','Folder',1,1,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',3,'Landing Pages','landing pages',NULL,'Folder',2,1,NULL,'Landing Page',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',4,'Forms','forms',NULL,'Folder',2,1,NULL,'Landing Page Form',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',5,'Images and Files','images and files',NULL,'Folder',2,1,NULL,'Image',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',6,'Snippets','snippets',NULL,'Folder',2,1,NULL,'Snippet',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',11,'Emails','emails',NULL,'Folder',2,1,NULL,'Email',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',9,'Default','default','Root node of the Lead database Default','Folder',8,1,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',12,'Group Lists','group lists',NULL,'Folder',9,1,NULL,'List',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',13,'Group Smart Lists','group smart lists',NULL,'Folder',9,1,NULL,'Smart List',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',15,'Default','default','Root node of the Marketing activities Default','Folder',14,1,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',101,'Europe','europe','Root node of the Design studio Europe','Folder',1,2,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',102,'Landing Pages','landing pages',NULL,'Folder',101,2,NULL,'Landing Page',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',103,'Forms','forms',NULL,'Folder',101,2,NULL,'Landing Page Form',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',104,'Images and Files','images and files',NULL,'Folder',101,2,NULL,'Image',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',105,'Snippets','snippets',NULL,'Folder',101,2,NULL,'Snippet',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',106,'Emails','emails',NULL,'Folder',101,2,NULL,'Email',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',107,'Europe','europe','Root node of the Lead database Europe','Folder',8,2,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',108,'Group Lists','group lists',NULL,'Folder',107,2,NULL,'List',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',109,'Group Smart Lists','group smart lists',NULL,'Folder',107,2,NULL,'Smart List',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',110,'Europe','europe','Root node of the Marketing activities Europe','Folder',14,2,NULL,'Zone',0,1,'2026-01-01 00:00:00.000000','2026-01-01 00:00:00.000000');
INSERT INTO "folder" VALUES('Folder',111,'Events','events',NULL,'Folder',15,1,NULL,'Marketing Folder',0,0,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "folder" VALUES('Folder',112,'Audiences','audiences',NULL,'Folder',12,1,NULL,'List',0,0,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "folder" VALUES('Program',1001,'Spring Webinar','spring webinar','How to sell to engineers','Folder',111,1,1001,'Program',0,0,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "folder" VALUES('Program',1002,'Summer Summit','summer summit',NULL,'Folder',111,1,1002,'Program',0,0,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "folder" VALUES('Program',1003,'Product Launch','product launch',NULL,'Folder',15,1,1003,'Program',0,0,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "folder" VALUES('Program',1004,'Welcome Nurture','welcome nurture',NULL,'Folder',15,1,1004,'Program',0,0,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "folder" VALUES('Program',1005,'Spring Newsletter','spring newsletter',NULL,'Folder',15,1,1005,'Program',0,0,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
CREATE TABLE form (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	description TEXT, 
	status VARCHAR(20) NOT NULL, 
	look TEXT NOT NULL, 
	fields TEXT NOT NULL, 
	folder_type VARCHAR(10) NOT NULL, 
	folder_id INTEGER NOT NULL, 
	program_id INTEGER, 
	workspace_id INTEGER NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_form PRIMARY KEY (id)
);
INSERT INTO "form" VALUES(1001,'Contact','contact',NULL,'approved','{}','[{"name":"email","label":"Email Address:","is_required":true},{"name":"firstName","label":"First Name:"},{"name":"lastName","label":"Last Name:"},{"name":"company","label":"Company Name:"}]','Program',1003,1003,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "form" VALUES(1002,'Registration','registration','Takes a seat too','approved','{}','[{"name":"email","label":"Email Address:"},{"name":"firstName","label":"First Name:"},{"name":"lastName","label":"Last Name:"},{"name":"acmeSeat","label":"Acme Seat:","is_member_field":true},{"name":"acmeGuests","label":"Acme Guests:","is_member_field":true}]','Program',1001,1001,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
CREATE TABLE id_sequence (
	kind VARCHAR(63) NOT NULL, 
	next_id BIGINT NOT NULL, 
	CONSTRAINT pk_id_sequence PRIMARY KEY (kind)
);
INSERT INTO "id_sequence" VALUES('activity',58);
INSERT INTO "id_sequence" VALUES('anonymous_visit',1);
INSERT INTO "id_sequence" VALUES('api_call',1);
INSERT INTO "id_sequence" VALUES('api_user',3);
INSERT INTO "id_sequence" VALUES('campaign_passage',1);
INSERT INTO "id_sequence" VALUES('campaign_run',1);
INSERT INTO "id_sequence" VALUES('channel',10);
INSERT INTO "id_sequence" VALUES('channel_status',42);
INSERT INTO "id_sequence" VALUES('client',3);
INSERT INTO "id_sequence" VALUES('company',34);
INSERT INTO "id_sequence" VALUES('custom_object',2);
INSERT INTO "id_sequence" VALUES('job',1);
INSERT INTO "id_sequence" VALUES('lead',33);
INSERT INTO "id_sequence" VALUES('lead_merge',2);
INSERT INTO "id_sequence" VALUES('named_account',1);
INSERT INTO "id_sequence" VALUES('named_account_list',1);
INSERT INTO "id_sequence" VALUES('opportunity',2);
INSERT INTO "id_sequence" VALUES('opportunity_role',1);
INSERT INTO "id_sequence" VALUES('partition',3);
INSERT INTO "id_sequence" VALUES('program_member',13);
INSERT INTO "id_sequence" VALUES('program_stream',3);
INSERT INTO "id_sequence" VALUES('role',4);
INSERT INTO "id_sequence" VALUES('sales_person',1);
INSERT INTO "id_sequence" VALUES('tag_type',3);
INSERT INTO "id_sequence" VALUES('web_address',1);
INSERT INTO "id_sequence" VALUES('workspace',3);
INSERT INTO "id_sequence" VALUES('folder',113);
INSERT INTO "id_sequence" VALUES('field',805);
INSERT INTO "id_sequence" VALUES('static_list',1003);
INSERT INTO "id_sequence" VALUES('custom_object_type',1002);
INSERT INTO "id_sequence" VALUES('program',1006);
INSERT INTO "id_sequence" VALUES('campaign',1004);
INSERT INTO "id_sequence" VALUES('segmentation',1001);
INSERT INTO "id_sequence" VALUES('segment',1001);
INSERT INTO "id_sequence" VALUES('smart_list',1001);
INSERT INTO "id_sequence" VALUES('form',1003);
INSERT INTO "id_sequence" VALUES('custom_activity_type',100002);
INSERT INTO "id_sequence" VALUES('campaign_part',1000007);
CREATE TABLE instance (
	id SMALLINT NOT NULL, 
	munchkin_id VARCHAR(20) NOT NULL, 
	CONSTRAINT pk_instance PRIMARY KEY (id)
);
INSERT INTO "instance" VALUES(1,'123-LKP-456');
CREATE TABLE job (
	id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	arguments TEXT NOT NULL, 
	lane SMALLINT NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	due_at TIMESTAMP, 
	attempts SMALLINT NOT NULL, 
	error TEXT, 
	owner VARCHAR(32), 
	enqueued_at TIMESTAMP NOT NULL, 
	unique_key VARCHAR(200), 
	order_key VARCHAR(200), 
	CONSTRAINT pk_job PRIMARY KEY (id)
);
CREATE TABLE job_schedule (
	name VARCHAR(100) NOT NULL, 
	next_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_job_schedule PRIMARY KEY (name)
);
CREATE TABLE lead (
	id INTEGER NOT NULL, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, 
	"leadPartitionId" INTEGER, 
	"contactCompany" INTEGER, company TEXT, site TEXT, "billingStreet" TEXT, "billingCity" TEXT, "billingState" TEXT, "billingCountry" TEXT, "billingPostalCode" TEXT, website TEXT, "mainPhone" TEXT, "annualRevenue" REAL, "numberOfEmployees" BIGINT, industry TEXT, "sicCode" TEXT, "mktoCompanyNotes" TEXT, "externalCompanyId" TEXT, "mktoName" TEXT, "personType" TEXT, "mktoIsPartner" BOOLEAN DEFAULT 0, "isLead" BOOLEAN DEFAULT 0, "mktoIsCustomer" BOOLEAN DEFAULT 0, "isAnonymous" BOOLEAN DEFAULT 0, salutation TEXT, "firstName" TEXT, "middleName" TEXT, "lastName" TEXT, email TEXT, phone TEXT, "mobilePhone" TEXT, fax TEXT, title TEXT, "dateOfBirth" DATE, address TEXT, city TEXT, state TEXT, country TEXT, "postalCode" TEXT, "personTimeZone" TEXT, "originalSourceType" TEXT, "originalSourceInfo" TEXT, "registrationSourceType" TEXT, "registrationSourceInfo" TEXT, "originalSearchEngine" TEXT, "originalSearchPhrase" TEXT, "originalReferrer" TEXT, "emailInvalid" BOOLEAN DEFAULT 0, "emailInvalidCause" TEXT, unsubscribed BOOLEAN DEFAULT 0, "unsubscribedReason" TEXT, "doNotCall" BOOLEAN DEFAULT 0, "mktoDoNotCallCause" TEXT, "doNotCallReason" TEXT, "marketingSuspended" BOOLEAN DEFAULT 0, "marketingSuspendedCause" TEXT, "blackListed" BOOLEAN DEFAULT 0, "blackListedCause" TEXT, "mktoPersonNotes" TEXT, "anonymousIP" TEXT, "inferredCompany" TEXT, "inferredCountry" TEXT, "inferredCity" TEXT, "inferredStateRegion" TEXT, "inferredPostalCode" TEXT, "inferredMetropolitanArea" TEXT, "inferredPhoneAreaCode" TEXT, "emailSuspended" BOOLEAN, "emailSuspendedCause" TEXT, "emailSuspendedAt" TIMESTAMP, department TEXT, cookies TEXT, "externalSalesPersonId" TEXT, "leadRole" TEXT, "leadSource" TEXT, "leadStatus" TEXT, "leadScore" BIGINT, urgency REAL, priority BIGINT, "relativeScore" BIGINT, "relativeUrgency" BIGINT, rating TEXT, "leadRevenueCycleModelId" BIGINT, "leadRevenueStageId" BIGINT, "acquisitionProgramId" BIGINT, "mktoAcquisitionDate" TIMESTAMP, "facebookId" TEXT, "twitterId" TEXT, "linkedInId" TEXT, "sfdcAccountId" TEXT, "sfdcContactId" TEXT, "sfdcLeadId" TEXT, "sfdcLeadOwnerId" TEXT, "sfdcOpptyId" TEXT, "leadOwnerFirstName" TEXT, "leadOwnerLastName" TEXT, "leadOwnerEmailAddress" TEXT, "leadOwnerPhoneNumber" TEXT, "leadOwnerTitle" TEXT, "acmeTier" TEXT, "acmeScore" BIGINT, "acmeRenewalDate" DATE, "acmeIsPartner" BOOLEAN DEFAULT 0, 
	CONSTRAINT pk_lead PRIMARY KEY (id)
);
INSERT INTO "lead" VALUES(1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,1,'Analytical Engines',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,40,NULL,NULL,NULL,NULL,'Ada Lovelace','contact',0,1,0,0,NULL,'Ada',NULL,'Lovelace','ada.lovelace@example.com',NULL,NULL,NULL,'Chief Analyst',NULL,NULL,'London',NULL,'United Kingdom',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',90,'2027-01-01',1);
INSERT INTO "lead" VALUES(2,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,2,'Prairie Analytics',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,95,NULL,NULL,NULL,NULL,'Dana Whitfield','contact',0,1,0,0,NULL,'Dana',NULL,'Whitfield','dana.whitfield@example.com',NULL,NULL,NULL,'Data Engineer',NULL,NULL,'Omaha',NULL,'United States',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Webinar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',85,'2027-04-22',0);
INSERT INTO "lead" VALUES(3,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,3,'Harbor Robotics',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,340,NULL,NULL,NULL,NULL,'Marcus Hale','contact',0,1,0,0,NULL,'Marcus',NULL,'Hale','marcus.hale@example.com',NULL,NULL,NULL,'CTO',NULL,NULL,'Boston',NULL,'United States',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',95,'2027-05-01',0);
INSERT INTO "lead" VALUES(4,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,4,'Monsoon Media',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,700,NULL,NULL,NULL,NULL,'Priya Raman','contact',0,1,0,0,NULL,'Priya',NULL,'Raman','priya.raman@example.com',NULL,NULL,NULL,'Campaign Manager',NULL,NULL,'Chennai',NULL,'India',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',50,NULL,0);
INSERT INTO "lead" VALUES(5,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,5,'Morita Precision',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1200,NULL,NULL,NULL,NULL,'Kenji Morita','contact',0,1,0,0,NULL,'Kenji',NULL,'Morita','kenji.morita@example.com',NULL,NULL,NULL,'Plant Manager',NULL,NULL,'Nagoya',NULL,'Japan',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Referral',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'bronze',35,NULL,1);
INSERT INTO "lead" VALUES(6,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,6,'Laurentide Outdoor',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,210,NULL,NULL,NULL,NULL,'Chloe Tremblay','contact',0,1,0,0,NULL,'Chloe',NULL,'Tremblay','chloe.tremblay@example.com',NULL,NULL,NULL,'Brand Manager',NULL,NULL,'Quebec',NULL,'Canada',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Webinar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',60,NULL,0);
INSERT INTO "lead" VALUES(7,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,7,'Cerrado Agro',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,980,NULL,NULL,NULL,NULL,'Lucas Almeida','contact',0,1,0,0,NULL,'Lucas',NULL,'Almeida','lucas.almeida@example.com',NULL,NULL,NULL,'Agronomist',NULL,NULL,'Goiania',NULL,'Brazil',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,20,NULL,0);
INSERT INTO "lead" VALUES(8,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,8,'Andes Minerals',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3100,NULL,NULL,NULL,NULL,'Valentina Rojas','contact',0,1,0,0,NULL,'Valentina',NULL,'Rojas','valentina.rojas@example.com',NULL,NULL,NULL,'Buyer',NULL,NULL,'Antofagasta',NULL,'Chile',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',70,'2027-10-08',0);
INSERT INTO "lead" VALUES(9,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,9,'Harbour Semicon',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,5400,NULL,NULL,NULL,NULL,'Wei Lin','contact',0,1,0,0,NULL,'Wei',NULL,'Lin','wei.lin@example.com',NULL,NULL,NULL,'Test Engineer',NULL,NULL,'Hsinchu',NULL,'Taiwan',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Referral',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',55,NULL,0);
INSERT INTO "lead" VALUES(10,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,10,'Southern Cross Rail',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1500,NULL,NULL,NULL,NULL,'Olivia Barnes','contact',0,1,0,0,NULL,'Olivia',NULL,'Barnes','olivia.barnes@example.com',NULL,NULL,NULL,'Project Manager',NULL,NULL,'Adelaide',NULL,'Australia',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Webinar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'bronze',45,NULL,0);
INSERT INTO "lead" VALUES(11,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,11,'Tanner and Daughters',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,8,NULL,NULL,NULL,NULL,'Noah Tanner','contact',0,1,0,0,NULL,'Noah',NULL,'Tanner','noah.tanner@example.com',NULL,NULL,NULL,'Owner',NULL,NULL,'Napier',NULL,'New Zealand',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,10,NULL,1);
INSERT INTO "lead" VALUES(12,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,12,'Mesa Health',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,420,NULL,NULL,NULL,NULL,'Samuel Ortiz','contact',0,1,0,0,NULL,'Samuel',NULL,'Ortiz','samuel.ortiz@example.com',NULL,NULL,NULL,'Clinic Director',NULL,NULL,'Tucson',NULL,'United States',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Referral',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'bronze',40,NULL,0);
INSERT INTO "lead" VALUES(13,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,13,'Lakeside Insurance',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2200,NULL,NULL,NULL,NULL,'Ruth Abrams','contact',0,1,0,0,NULL,'Ruth',NULL,'Abrams','ruth.abrams@example.com',NULL,NULL,NULL,'Underwriter',NULL,NULL,'Chicago',NULL,'United States',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Webinar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',65,'2027-04-22',0);
INSERT INTO "lead" VALUES(14,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,14,'Straits Shipping',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,890,NULL,NULL,NULL,NULL,'Mei Tan','contact',0,1,0,0,NULL,'Mei',NULL,'Tan','mei.tan@example.com',NULL,NULL,NULL,'Fleet Planner',NULL,NULL,'Singapore',NULL,'Singapore',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',60,NULL,0);
INSERT INTO "lead" VALUES(15,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,15,'Alpine Optics',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,220,NULL,NULL,NULL,NULL,'Marta Keller','contact',0,1,0,0,NULL,'Marta',NULL,'Keller','marta.keller@example.com',NULL,NULL,NULL,'Head of Marketing',NULL,NULL,'Bern',NULL,'Switzerland',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',65,NULL,0);
INSERT INTO "lead" VALUES(16,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,16,'Nordwind Logistik',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,850,NULL,NULL,NULL,NULL,'Jonas Brandt','contact',0,1,0,0,NULL,'Jonas',NULL,'Brandt','jonas.brandt@example.com',NULL,NULL,NULL,'Operations Manager',NULL,NULL,'Hamburg',NULL,'Germany',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Referral',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',80,'2027-03-15',0);
INSERT INTO "lead" VALUES(17,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,17,'Atelier Moreau',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,12,NULL,NULL,NULL,NULL,'Elise Moreau','contact',0,1,0,0,NULL,'Elise',NULL,'Moreau','elise.moreau@example.com',NULL,NULL,NULL,'Founder',NULL,NULL,'Lyon',NULL,'France',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Webinar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,30,NULL,0);
INSERT INTO "lead" VALUES(18,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,18,'Vltava Software',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,150,NULL,NULL,NULL,NULL,'Tomas Novak','contact',0,1,0,0,NULL,'Tomas',NULL,'Novak','tomas.novak@example.com',NULL,NULL,NULL,'Developer',NULL,NULL,'Prague',NULL,'Czechia',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'bronze',45,NULL,0);
INSERT INTO "lead" VALUES(19,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,19,'Douro Foods',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,400,NULL,NULL,NULL,NULL,'Ines Carvalho','contact',0,1,0,0,NULL,'Ines',NULL,'Carvalho','ines.carvalho@example.com',NULL,NULL,NULL,'Buyer',NULL,NULL,'Porto',NULL,'Portugal',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',50,NULL,0);
INSERT INTO "lead" VALUES(20,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,20,'Fjord Energy',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2400,NULL,NULL,NULL,NULL,'Lars Nilsson','contact',0,1,0,0,NULL,'Lars',NULL,'Nilsson','lars.nilsson@example.com',NULL,NULL,NULL,'Procurement Lead',NULL,NULL,'Bergen',NULL,'Norway',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Referral',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',75,'2027-07-15',1);
INSERT INTO "lead" VALUES(21,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,21,'Ferri Ceramiche',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,60,NULL,NULL,NULL,NULL,'Giulia Ferri','contact',0,1,0,0,NULL,'Giulia',NULL,'Ferri','giulia.ferri@example.com',NULL,NULL,NULL,'Managing Director',NULL,NULL,'Faenza',NULL,'Italy',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Webinar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,20,NULL,0);
INSERT INTO "lead" VALUES(22,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,22,'Baltic Freight',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,310,NULL,NULL,NULL,NULL,'Piotr Zielinski','contact',0,1,0,0,NULL,'Piotr',NULL,'Zielinski','piotr.zielinski@example.com',NULL,NULL,NULL,'Analyst',NULL,NULL,'Gdansk',NULL,'Poland',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'bronze',35,NULL,0);
INSERT INTO "lead" VALUES(23,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,23,'Aegean Tours',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,90,NULL,NULL,NULL,NULL,'Sofia Papadakis','contact',0,1,0,0,NULL,'Sofia',NULL,'Papadakis','sofia.papadakis@example.com',NULL,NULL,NULL,'Marketing Manager',NULL,NULL,'Heraklion',NULL,'Greece',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',55,NULL,0);
INSERT INTO "lead" VALUES(24,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,24,'Liffey Labs',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,75,NULL,NULL,NULL,NULL,'Aoife Brennan','contact',0,1,0,0,NULL,'Aoife',NULL,'Brennan','aoife.brennan@example.com',NULL,NULL,NULL,'Product Owner',NULL,NULL,'Dublin',NULL,'Ireland',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Referral',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'gold',70,'2027-11-15',0);
INSERT INTO "lead" VALUES(25,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,25,'Saimaa Timber',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,500,NULL,NULL,NULL,NULL,'Hanna Virtanen','contact',0,1,0,0,NULL,'Hanna',NULL,'Virtanen','hanna.virtanen@example.com',NULL,NULL,NULL,'Sales Director',NULL,NULL,'Lahti',NULL,'Finland',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Webinar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,25,NULL,0);
INSERT INTO "lead" VALUES(26,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,26,'Sierra Instruments',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,180,NULL,NULL,NULL,NULL,'Miguel Ortega','contact',0,1,0,0,NULL,'Miguel',NULL,'Ortega','miguel.ortega@example.com',NULL,NULL,NULL,'Engineer',NULL,NULL,'Granada',NULL,'Spain',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Website',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'bronze',40,NULL,1);
INSERT INTO "lead" VALUES(27,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,27,'Lagoon Fintech',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,130,NULL,NULL,NULL,NULL,'Grace Okafor','contact',0,1,0,0,NULL,'Grace',NULL,'Okafor','grace.okafor@example.com',NULL,NULL,NULL,'Growth Lead',NULL,NULL,'Lagos',NULL,'Nigeria',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',60,NULL,0);
INSERT INTO "lead" VALUES(28,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,28,'Atlas Textiles',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,260,NULL,NULL,NULL,NULL,'Youssef Amrani','contact',0,1,0,0,NULL,'Youssef',NULL,'Amrani','youssef.amrani@example.com',NULL,NULL,NULL,'Export Manager',NULL,NULL,'Fez',NULL,'Morocco',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Referral',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,15,NULL,0);
INSERT INTO "lead" VALUES(29,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,29,'Sahel Solar',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,160,NULL,NULL,NULL,NULL,'Amara Diallo','contact',0,1,0,0,NULL,'Amara',NULL,'Diallo','amara.diallo@example.com',NULL,NULL,NULL,'Operations Lead',NULL,NULL,'Dakar',NULL,'Senegal',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'silver',50,NULL,0);
INSERT INTO "lead" VALUES(30,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',2,30,'Dahl Brewing',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,35,NULL,NULL,NULL,NULL,'Henrik Dahl','contact',0,1,0,0,NULL,'Henrik',NULL,'Dahl','henrik.dahl@example.com',NULL,NULL,NULL,'Brewmaster',NULL,NULL,'Aarhus',NULL,'Denmark',NULL,NULL,'Blueprint','Blueprint: demo.yaml','Blueprint','Blueprint: demo.yaml',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Trade Show',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'bronze',30,NULL,0);
INSERT INTO "lead" VALUES(31,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',1,32,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contact',0,1,0,0,NULL,NULL,NULL,NULL,'winner@example.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Web service API','Web service API','Web service API','Web service API',NULL,NULL,NULL,0,NULL,0,NULL,0,NULL,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
CREATE TABLE lead_key (
	kind VARCHAR(255) NOT NULL, 
	value TEXT NOT NULL, 
	lead_id INTEGER NOT NULL, 
	CONSTRAINT pk_lead_key PRIMARY KEY (kind, value, lead_id)
)
 WITHOUT ROWID

;
INSERT INTO "lead_key" VALUES('acmeScore','10',11);
INSERT INTO "lead_key" VALUES('acmeScore','15',28);
INSERT INTO "lead_key" VALUES('acmeScore','20',7);
INSERT INTO "lead_key" VALUES('acmeScore','20',21);
INSERT INTO "lead_key" VALUES('acmeScore','25',25);
INSERT INTO "lead_key" VALUES('acmeScore','30',17);
INSERT INTO "lead_key" VALUES('acmeScore','30',30);
INSERT INTO "lead_key" VALUES('acmeScore','35',5);
INSERT INTO "lead_key" VALUES('acmeScore','35',22);
INSERT INTO "lead_key" VALUES('acmeScore','40',12);
INSERT INTO "lead_key" VALUES('acmeScore','40',26);
INSERT INTO "lead_key" VALUES('acmeScore','45',10);
INSERT INTO "lead_key" VALUES('acmeScore','45',18);
INSERT INTO "lead_key" VALUES('acmeScore','50',4);
INSERT INTO "lead_key" VALUES('acmeScore','50',19);
INSERT INTO "lead_key" VALUES('acmeScore','50',29);
INSERT INTO "lead_key" VALUES('acmeScore','55',9);
INSERT INTO "lead_key" VALUES('acmeScore','55',23);
INSERT INTO "lead_key" VALUES('acmeScore','60',6);
INSERT INTO "lead_key" VALUES('acmeScore','60',14);
INSERT INTO "lead_key" VALUES('acmeScore','60',27);
INSERT INTO "lead_key" VALUES('acmeScore','65',13);
INSERT INTO "lead_key" VALUES('acmeScore','65',15);
INSERT INTO "lead_key" VALUES('acmeScore','70',8);
INSERT INTO "lead_key" VALUES('acmeScore','70',24);
INSERT INTO "lead_key" VALUES('acmeScore','75',20);
INSERT INTO "lead_key" VALUES('acmeScore','80',16);
INSERT INTO "lead_key" VALUES('acmeScore','85',2);
INSERT INTO "lead_key" VALUES('acmeScore','90',1);
INSERT INTO "lead_key" VALUES('acmeScore','95',3);
INSERT INTO "lead_key" VALUES('acmeTier','bronze',5);
INSERT INTO "lead_key" VALUES('acmeTier','bronze',10);
INSERT INTO "lead_key" VALUES('acmeTier','bronze',12);
INSERT INTO "lead_key" VALUES('acmeTier','bronze',18);
INSERT INTO "lead_key" VALUES('acmeTier','bronze',22);
INSERT INTO "lead_key" VALUES('acmeTier','bronze',26);
INSERT INTO "lead_key" VALUES('acmeTier','bronze',30);
INSERT INTO "lead_key" VALUES('acmeTier','gold',1);
INSERT INTO "lead_key" VALUES('acmeTier','gold',2);
INSERT INTO "lead_key" VALUES('acmeTier','gold',3);
INSERT INTO "lead_key" VALUES('acmeTier','gold',8);
INSERT INTO "lead_key" VALUES('acmeTier','gold',13);
INSERT INTO "lead_key" VALUES('acmeTier','gold',16);
INSERT INTO "lead_key" VALUES('acmeTier','gold',20);
INSERT INTO "lead_key" VALUES('acmeTier','gold',24);
INSERT INTO "lead_key" VALUES('acmeTier','silver',4);
INSERT INTO "lead_key" VALUES('acmeTier','silver',6);
INSERT INTO "lead_key" VALUES('acmeTier','silver',9);
INSERT INTO "lead_key" VALUES('acmeTier','silver',14);
INSERT INTO "lead_key" VALUES('acmeTier','silver',15);
INSERT INTO "lead_key" VALUES('acmeTier','silver',19);
INSERT INTO "lead_key" VALUES('acmeTier','silver',23);
INSERT INTO "lead_key" VALUES('acmeTier','silver',27);
INSERT INTO "lead_key" VALUES('acmeTier','silver',29);
INSERT INTO "lead_key" VALUES('email','ada.lovelace@example.com',1);
INSERT INTO "lead_key" VALUES('email','amara.diallo@example.com',29);
INSERT INTO "lead_key" VALUES('email','aoife.brennan@example.com',24);
INSERT INTO "lead_key" VALUES('email','chloe.tremblay@example.com',6);
INSERT INTO "lead_key" VALUES('email','dana.whitfield@example.com',2);
INSERT INTO "lead_key" VALUES('email','elise.moreau@example.com',17);
INSERT INTO "lead_key" VALUES('email','giulia.ferri@example.com',21);
INSERT INTO "lead_key" VALUES('email','grace.okafor@example.com',27);
INSERT INTO "lead_key" VALUES('email','hanna.virtanen@example.com',25);
INSERT INTO "lead_key" VALUES('email','henrik.dahl@example.com',30);
INSERT INTO "lead_key" VALUES('email','ines.carvalho@example.com',19);
INSERT INTO "lead_key" VALUES('email','jonas.brandt@example.com',16);
INSERT INTO "lead_key" VALUES('email','kenji.morita@example.com',5);
INSERT INTO "lead_key" VALUES('email','lars.nilsson@example.com',20);
INSERT INTO "lead_key" VALUES('email','lucas.almeida@example.com',7);
INSERT INTO "lead_key" VALUES('email','marcus.hale@example.com',3);
INSERT INTO "lead_key" VALUES('email','marta.keller@example.com',15);
INSERT INTO "lead_key" VALUES('email','mei.tan@example.com',14);
INSERT INTO "lead_key" VALUES('email','miguel.ortega@example.com',26);
INSERT INTO "lead_key" VALUES('email','noah.tanner@example.com',11);
INSERT INTO "lead_key" VALUES('email','olivia.barnes@example.com',10);
INSERT INTO "lead_key" VALUES('email','piotr.zielinski@example.com',22);
INSERT INTO "lead_key" VALUES('email','priya.raman@example.com',4);
INSERT INTO "lead_key" VALUES('email','ruth.abrams@example.com',13);
INSERT INTO "lead_key" VALUES('email','samuel.ortiz@example.com',12);
INSERT INTO "lead_key" VALUES('email','sofia.papadakis@example.com',23);
INSERT INTO "lead_key" VALUES('email','tomas.novak@example.com',18);
INSERT INTO "lead_key" VALUES('email','valentina.rojas@example.com',8);
INSERT INTO "lead_key" VALUES('email','wei.lin@example.com',9);
INSERT INTO "lead_key" VALUES('email','winner@example.com',31);
INSERT INTO "lead_key" VALUES('email','youssef.amrani@example.com',28);
CREATE TABLE lead_merge (
	lead_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	winner_id INTEGER NOT NULL, 
	merged_at TIMESTAMP NOT NULL, 
	record TEXT NOT NULL, 
	CONSTRAINT pk_lead_merge PRIMARY KEY (lead_id, id), 
	CONSTRAINT fk_lead_merge_lead_id FOREIGN KEY(lead_id) REFERENCES lead (id) ON DELETE CASCADE
);
INSERT INTO "lead_merge" VALUES(31,1,31,'2026-01-15 18:00:00.123456','{"losers":[{"id":32,"leadPartitionId":1,"acmeIsPartner":false,"acmeRenewalDate":null,"acmeScore":null,"acmeTier":null,"acquisitionProgramId":null,"address":null,"annualRevenue":null,"anonymousIP":null,"billingCity":null,"billingCountry":null,"billingPostalCode":null,"billingState":null,"billingStreet":null,"blackListed":false,"blackListedCause":null,"city":null,"company":null,"contactCompany":33,"cookies":null,"country":null,"createdAt":"2026-01-15T18:00:00.123456Z","dateOfBirth":null,"department":null,"doNotCall":false,"doNotCallReason":null,"email":"loser@example.com","emailInvalid":false,"emailInvalidCause":null,"emailSuspended":null,"emailSuspendedAt":null,"emailSuspendedCause":null,"externalCompanyId":null,"externalSalesPersonId":null,"facebookId":null,"fax":null,"firstName":null,"industry":null,"inferredCity":null,"inferredCompany":null,"inferredCountry":null,"inferredMetropolitanArea":null,"inferredPhoneAreaCode":null,"inferredPostalCode":null,"inferredStateRegion":null,"isAnonymous":false,"isLead":true,"lastName":null,"leadOwnerEmailAddress":null,"leadOwnerFirstName":null,"leadOwnerLastName":null,"leadOwnerPhoneNumber":null,"leadOwnerTitle":null,"leadPerson":32,"leadRevenueCycleModelId":null,"leadRevenueStageId":null,"leadRole":null,"leadScore":null,"leadSource":null,"leadStatus":null,"linkedInId":null,"mainPhone":null,"marketingSuspended":false,"marketingSuspendedCause":null,"middleName":null,"mktoAcquisitionDate":null,"mktoCompanyNotes":null,"mktoDoNotCallCause":null,"mktoIsCustomer":false,"mktoIsPartner":false,"mktoName":null,"mktoPersonNotes":null,"mobilePhone":null,"numberOfEmployees":null,"originalReferrer":null,"originalSearchEngine":null,"originalSearchPhrase":null,"originalSourceInfo":"Web service API","originalSourceType":"Web service API","personPrimaryLeadInterest":32,"personTimeZone":null,"personType":"contact","phone":null,"postalCode":null,"priority":null,"rating":null,"registrationSourceInfo":"Web service API","registrationSourceType":"Web service API","relativeScore":null,"relativeUrgency":null,"salutation":null,"sfdcAccountId":null,"sfdcContactId":null,"sfdcLeadId":null,"sfdcLeadOwnerId":null,"sfdcOpptyId":null,"sicCode":null,"site":null,"state":null,"title":null,"twitterId":null,"unsubscribed":false,"unsubscribedReason":null,"updatedAt":"2026-01-15T18:00:00.123456Z","urgency":null,"website":null}],"taken":{},"lists":[],"roles":[],"customObjects":[],"programs":[],"campaigns":[]}');
CREATE TABLE list_member (
	lead_id INTEGER NOT NULL, 
	list_id INTEGER NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_list_member PRIMARY KEY (lead_id, list_id), 
	CONSTRAINT fk_list_member_lead_id FOREIGN KEY(lead_id) REFERENCES lead (id) ON DELETE CASCADE, 
	CONSTRAINT fk_list_member_list_id FOREIGN KEY(list_id) REFERENCES static_list (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "list_member" VALUES(1,1001,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "list_member" VALUES(15,1002,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "list_member" VALUES(17,1001,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "list_member" VALUES(18,1001,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "list_member" VALUES(19,1002,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "list_member" VALUES(22,1001,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
CREATE TABLE merged_lead (
	lead_id INTEGER NOT NULL, 
	winner_id INTEGER NOT NULL, 
	CONSTRAINT pk_merged_lead PRIMARY KEY (lead_id)
);
INSERT INTO "merged_lead" VALUES(32,31);
CREATE TABLE named_account (
	id INTEGER NOT NULL, 
	"marketoGUID" TEXT, 
	name TEXT, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, 
	"annualRevenue" REAL, 
	city TEXT, 
	country TEXT, 
	"domainName" TEXT, 
	industry TEXT, 
	"logoUrl" TEXT, 
	"membershipCount" BIGINT, 
	"numberOfEmployees" BIGINT, 
	"opptyAmount" REAL, 
	"opptyCount" BIGINT, 
	score1 BIGINT, 
	score2 BIGINT, 
	score3 BIGINT, 
	score4 BIGINT, 
	score5 BIGINT, 
	"sicCode" TEXT, 
	state TEXT, 
	CONSTRAINT pk_named_account PRIMARY KEY (id)
);
CREATE TABLE named_account_list (
	id INTEGER NOT NULL, 
	"marketoGUID" TEXT, 
	name TEXT, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, 
	type TEXT, 
	updateable BOOLEAN DEFAULT 0, 
	CONSTRAINT pk_named_account_list PRIMARY KEY (id)
);
CREATE TABLE named_account_list_member (
	list_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_named_account_list_member PRIMARY KEY (list_id, account_id), 
	CONSTRAINT fk_named_account_list_member_list_id FOREIGN KEY(list_id) REFERENCES named_account_list (id) ON DELETE CASCADE, 
	CONSTRAINT fk_named_account_list_member_account_id FOREIGN KEY(account_id) REFERENCES named_account (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE object_car (
	id INTEGER NOT NULL, 
	"marketoGUID" TEXT, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, vin TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "object_car" VALUES(1,'39aa957b-af20-8137-bbea-bace62c6d14b','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','v-1');
CREATE TABLE opportunity (
	id INTEGER NOT NULL, 
	"marketoGUID" TEXT, 
	"externalOpportunityId" TEXT, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, 
	name TEXT, 
	description TEXT, 
	type TEXT, 
	stage TEXT, 
	amount REAL, 
	source TEXT, 
	probability BIGINT, 
	"expectedRevenue" REAL, 
	"closeDate" DATE, 
	"fiscalQuarter" TEXT, 
	"fiscalYear" TEXT, 
	"forecastCategoryName" TEXT, 
	"isClosed" BOOLEAN DEFAULT 0, 
	"isWon" BOOLEAN DEFAULT 0, 
	quantity REAL, 
	"nextStep" TEXT, 
	"lastActivityDate" DATE, 
	"leadSource" TEXT, 
	"externalCreatedDate" TIMESTAMP, 
	"externalSalesPersonId" TEXT, 
	CONSTRAINT pk_opportunity PRIMARY KEY (id)
);
INSERT INTO "opportunity" VALUES(1,'752880df-1896-81ba-8996-6bf1b748b5bd','o-1','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','One',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE opportunity_role (
	id INTEGER NOT NULL, 
	"marketoGUID" TEXT, 
	"externalOpportunityId" TEXT, 
	"leadId" BIGINT, 
	role TEXT, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, 
	"isPrimary" BOOLEAN DEFAULT 0, 
	"externalCreatedDate" TIMESTAMP, 
	CONSTRAINT pk_opportunity_role PRIMARY KEY (id)
);
CREATE TABLE partition (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	description TEXT, 
	CONSTRAINT pk_partition PRIMARY KEY (id), 
	CONSTRAINT uq_partition_name UNIQUE (name)
);
INSERT INTO "partition" VALUES(1,'Default','Initial system lead partition');
INSERT INTO "partition" VALUES(2,'EMEA','Europe, the Middle East and Africa');
CREATE TABLE program (
	id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	type VARCHAR(20) NOT NULL, 
	channel_id INTEGER NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	head_start BOOLEAN NOT NULL, 
	CONSTRAINT pk_program PRIMARY KEY (id), 
	CONSTRAINT fk_program_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
);
INSERT INTO "program" VALUES(1001,1,'Event',9,'',0);
INSERT INTO "program" VALUES(1002,1,'Event with Webinar',7,'',0);
INSERT INTO "program" VALUES(1003,1,'Default',8,'',0);
INSERT INTO "program" VALUES(1004,1,'Engagement',4,'on',0);
INSERT INTO "program" VALUES(1005,1,'Email',2,'unlocked',0);
CREATE TABLE program_cost (
	program_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	start_date DATE NOT NULL, 
	cost BIGINT NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_program_cost PRIMARY KEY (program_id, position), 
	CONSTRAINT fk_program_cost_program_id FOREIGN KEY(program_id) REFERENCES program (id) ON DELETE CASCADE
);
INSERT INTO "program_cost" VALUES(1001,0,'2026-03-01',1200,'Platform');
CREATE TABLE program_member (
	lead_id INTEGER NOT NULL, 
	program_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	status_id INTEGER NOT NULL, 
	stream_id INTEGER, 
	"acquiredBy" BOOLEAN NOT NULL, 
	"isExhausted" BOOLEAN DEFAULT 0 NOT NULL, 
	"reachedSuccess" BOOLEAN NOT NULL, 
	"reachedSuccessDate" TIMESTAMP, 
	"membershipDate" TIMESTAMP NOT NULL, 
	"createdAt" TIMESTAMP NOT NULL, 
	"updatedAt" TIMESTAMP NOT NULL, 
	"nurtureCadence" VARCHAR(4), 
	"statusReason" TEXT, 
	"attendanceLikelihood" BIGINT, 
	"registrationLikelihood" BIGINT, 
	"waitlistPriority" BIGINT, 
	"registrationCode" TEXT, 
	"webinarUrl" TEXT, "acmeSeat" TEXT, "acmeGuests" BIGINT, 
	CONSTRAINT pk_program_member PRIMARY KEY (lead_id, program_id), 
	CONSTRAINT fk_program_member_lead_id FOREIGN KEY(lead_id) REFERENCES lead (id) ON DELETE CASCADE, 
	CONSTRAINT fk_program_member_program_id FOREIGN KEY(program_id) REFERENCES program (id) ON DELETE CASCADE, 
	CONSTRAINT fk_program_member_status_id FOREIGN KEY(status_id) REFERENCES channel_status (id)
);
INSERT INTO "program_member" VALUES(1,1001,1,40,NULL,0,0,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(15,1001,2,38,NULL,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(16,1001,3,39,NULL,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(17,1001,4,37,NULL,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(18,1002,5,28,NULL,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(17,1003,6,34,NULL,0,0,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(19,1003,7,33,NULL,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(1,1004,8,17,1,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','norm',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(22,1004,9,18,1,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','norm',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(1,1005,10,8,NULL,0,0,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(18,1005,11,7,NULL,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "program_member" VALUES(15,1005,12,6,NULL,0,0,0,NULL,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE program_stream (
	id INTEGER NOT NULL, 
	program_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_program_stream PRIMARY KEY (id), 
	CONSTRAINT uq_program_stream_program_id_name UNIQUE (program_id, name), 
	CONSTRAINT fk_program_stream_program_id FOREIGN KEY(program_id) REFERENCES program (id) ON DELETE CASCADE
);
INSERT INTO "program_stream" VALUES(1,1004,0,'First Steps');
INSERT INTO "program_stream" VALUES(2,1004,1,'Deep Dive');
CREATE TABLE program_tag (
	program_id INTEGER NOT NULL, 
	tag_type_id INTEGER NOT NULL, 
	value VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_program_tag PRIMARY KEY (program_id, tag_type_id), 
	CONSTRAINT fk_program_tag_program_id FOREIGN KEY(program_id) REFERENCES program (id) ON DELETE CASCADE, 
	CONSTRAINT fk_program_tag_tag_type_id FOREIGN KEY(tag_type_id) REFERENCES tag_type (id)
);
INSERT INTO "program_tag" VALUES(1001,2,'EMEA');
INSERT INTO "program_tag" VALUES(1002,2,'AMER');
INSERT INTO "program_tag" VALUES(1003,1,'Marketing');
INSERT INTO "program_tag" VALUES(1003,2,'EMEA');
CREATE TABLE record_key (
	field_id INTEGER NOT NULL, 
	value TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	CONSTRAINT pk_record_key PRIMARY KEY (field_id, value, record_id)
)
 WITHOUT ROWID

;
INSERT INTO "record_key" VALUES(202,'c-1',31);
INSERT INTO "record_key" VALUES(210,'acme',31);
INSERT INTO "record_key" VALUES(241,'o-1',1);
INSERT INTO "record_key" VALUES(804,'v-1',1);
CREATE TABLE role (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_role PRIMARY KEY (id), 
	CONSTRAINT uq_role_name UNIQUE (name)
);
INSERT INTO "role" VALUES(1,'API Administrator');
INSERT INTO "role" VALUES(2,'Reader');
INSERT INTO "role" VALUES(3,'Integration');
CREATE TABLE role_permission (
	role_id INTEGER NOT NULL, 
	permission VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_role_permission PRIMARY KEY (role_id, permission), 
	CONSTRAINT fk_role_permission_role_id FOREIGN KEY(role_id) REFERENCES role (id)
);
INSERT INTO "role_permission" VALUES(1,'Approve Assets');
INSERT INTO "role_permission" VALUES(1,'Execute Campaign');
INSERT INTO "role_permission" VALUES(1,'Read-Only Activity');
INSERT INTO "role_permission" VALUES(1,'Read-Only Activity Metadata');
INSERT INTO "role_permission" VALUES(1,'Read-Only Assets');
INSERT INTO "role_permission" VALUES(1,'Read-Only Campaign');
INSERT INTO "role_permission" VALUES(1,'Read-Only Company');
INSERT INTO "role_permission" VALUES(1,'Read-Only Custom Object');
INSERT INTO "role_permission" VALUES(1,'Read-Only Custom Object Type');
INSERT INTO "role_permission" VALUES(1,'Read-Only Lead');
INSERT INTO "role_permission" VALUES(1,'Read-Only Named Account');
INSERT INTO "role_permission" VALUES(1,'Read-Only Named Account List');
INSERT INTO "role_permission" VALUES(1,'Read-Only Opportunity');
INSERT INTO "role_permission" VALUES(1,'Read-Only Sales Person');
INSERT INTO "role_permission" VALUES(1,'Read-Write Activity');
INSERT INTO "role_permission" VALUES(1,'Read-Write Activity Metadata');
INSERT INTO "role_permission" VALUES(1,'Read-Write Assets');
INSERT INTO "role_permission" VALUES(1,'Read-Write Campaign');
INSERT INTO "role_permission" VALUES(1,'Read-Write Company');
INSERT INTO "role_permission" VALUES(1,'Read-Write Custom Object');
INSERT INTO "role_permission" VALUES(1,'Read-Write Custom Object Type');
INSERT INTO "role_permission" VALUES(1,'Read-Write Lead');
INSERT INTO "role_permission" VALUES(1,'Read-Write Named Account');
INSERT INTO "role_permission" VALUES(1,'Read-Write Named Account List');
INSERT INTO "role_permission" VALUES(1,'Read-Write Opportunity');
INSERT INTO "role_permission" VALUES(1,'Read-Write Sales Person');
INSERT INTO "role_permission" VALUES(1,'Read-Write Schema Custom Field');
INSERT INTO "role_permission" VALUES(1,'Read-Write Schema Standard Field');
INSERT INTO "role_permission" VALUES(2,'Read-Only Activity');
INSERT INTO "role_permission" VALUES(2,'Read-Only Lead');
INSERT INTO "role_permission" VALUES(3,'Read-Write Activity');
INSERT INTO "role_permission" VALUES(3,'Read-Write Lead');
INSERT INTO "role_permission" VALUES(3,'Read-Write Schema Custom Field');
CREATE TABLE sales_person (
	id INTEGER NOT NULL, 
	"createdAt" TIMESTAMP, 
	"updatedAt" TIMESTAMP, 
	"externalSalesPersonId" TEXT, 
	email TEXT, 
	fax TEXT, 
	"firstName" TEXT, 
	"lastName" TEXT, 
	"mobilePhone" TEXT, 
	phone TEXT, 
	title TEXT, 
	CONSTRAINT pk_sales_person PRIMARY KEY (id)
);
CREATE TABLE segment (
	id INTEGER NOT NULL, 
	segmentation_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	rules TEXT NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_segment PRIMARY KEY (id), 
	CONSTRAINT uq_segment_segmentation_id_name_key UNIQUE (segmentation_id, name_key), 
	CONSTRAINT fk_segment_segmentation_id FOREIGN KEY(segmentation_id) REFERENCES segmentation (id) ON DELETE CASCADE
);
CREATE TABLE segmentation (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	description TEXT, 
	workspace_id INTEGER NOT NULL, 
	status VARCHAR(10) NOT NULL, 
	field_name VARCHAR(255), 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_segmentation PRIMARY KEY (id), 
	CONSTRAINT uq_segmentation_name_key UNIQUE (name_key)
);
CREATE TABLE smart_list (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	description TEXT, 
	folder_type VARCHAR(10) NOT NULL, 
	folder_id INTEGER NOT NULL, 
	program_id INTEGER, 
	workspace_id INTEGER NOT NULL, 
	rules TEXT NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_smart_list PRIMARY KEY (id)
);
CREATE TABLE static_list (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	description TEXT, 
	folder_type VARCHAR(10) NOT NULL, 
	folder_id INTEGER NOT NULL, 
	program_id INTEGER, 
	workspace_id INTEGER NOT NULL, 
	created_at TIMESTAMP NOT NULL, 
	updated_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_static_list PRIMARY KEY (id)
);
INSERT INTO "static_list" VALUES(1001,'Newsletter Subscribers','newsletter subscribers',NULL,'Folder',12,NULL,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
INSERT INTO "static_list" VALUES(1002,'Trade Show Visitors','trade show visitors','Who left a card at our stand','Folder',112,NULL,1,'2026-01-15 18:00:00.123456','2026-01-15 18:00:00.123456');
CREATE TABLE tag_type (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	name_key VARCHAR(300) NOT NULL, 
	is_required BOOLEAN NOT NULL, 
	CONSTRAINT pk_tag_type PRIMARY KEY (id), 
	CONSTRAINT uq_tag_type_name_key UNIQUE (name_key)
);
INSERT INTO "tag_type" VALUES(1,'Program Owner','program owner',0);
INSERT INTO "tag_type" VALUES(2,'Region','region',0);
CREATE TABLE tag_value (
	tag_type_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	value VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_tag_value PRIMARY KEY (tag_type_id, position), 
	CONSTRAINT uq_tag_value_tag_type_id_value UNIQUE (tag_type_id, value), 
	CONSTRAINT fk_tag_value_tag_type_id FOREIGN KEY(tag_type_id) REFERENCES tag_type (id)
);
INSERT INTO "tag_value" VALUES(1,0,'Marketing');
INSERT INTO "tag_value" VALUES(1,1,'Sales');
INSERT INTO "tag_value" VALUES(2,0,'EMEA');
INSERT INTO "tag_value" VALUES(2,1,'AMER');
INSERT INTO "tag_value" VALUES(2,2,'APAC');
CREATE TABLE usage_count (
	day VARCHAR(10) NOT NULL, 
	user_id VARCHAR(255) NOT NULL, 
	count BIGINT NOT NULL, 
	CONSTRAINT pk_usage_count PRIMARY KEY (day, user_id)
);
CREATE TABLE visitor (
	token VARCHAR(320) NOT NULL, 
	visits INTEGER NOT NULL, 
	seen_at TIMESTAMP NOT NULL, 
	CONSTRAINT pk_visitor PRIMARY KEY (token)
)
 WITHOUT ROWID

;
CREATE TABLE web_address (
	digest VARCHAR(32) NOT NULL, 
	address_id INTEGER NOT NULL, 
	CONSTRAINT pk_web_address PRIMARY KEY (digest)
)
 WITHOUT ROWID

;
CREATE TABLE workspace (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_workspace PRIMARY KEY (id), 
	CONSTRAINT uq_workspace_name UNIQUE (name)
);
INSERT INTO "workspace" VALUES(1,'Default');
INSERT INTO "workspace" VALUES(2,'Europe');
CREATE TABLE workspace_partition (
	workspace_id INTEGER NOT NULL, 
	partition_id INTEGER NOT NULL, 
	CONSTRAINT pk_workspace_partition PRIMARY KEY (workspace_id, partition_id), 
	CONSTRAINT fk_workspace_partition_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspace (id), 
	CONSTRAINT fk_workspace_partition_partition_id FOREIGN KEY(partition_id) REFERENCES partition (id)
);
INSERT INTO "workspace_partition" VALUES(1,1);
INSERT INTO "workspace_partition" VALUES(2,2);
INSERT INTO "workspace_partition" VALUES(1,2);
CREATE INDEX ix_activity_activity_type_id_id ON activity (activity_type_id, id);
CREATE INDEX ix_merged_lead_winner_id ON merged_lead (winner_id);
CREATE INDEX ix_access_token_client_id_expires_at ON access_token (client_id, expires_at);
CREATE INDEX ix_folder_name_key_type ON folder (name_key, type);
CREATE INDEX ix_static_list_folder_type_folder_id ON static_list (folder_type, folder_id);
CREATE INDEX ix_static_list_name_key ON static_list (name_key);
CREATE INDEX ix_static_list_program_id ON static_list (program_id);
CREATE INDEX ix_list_member_list_id_lead_id ON list_member (list_id, lead_id);
CREATE INDEX "ix_lead_leadPartitionId_id" ON lead ("leadPartitionId", id);
CREATE INDEX ix_named_account_list_member_account_id_list_id ON named_account_list_member (account_id, list_id);
CREATE INDEX ix_program_channel_id ON program (channel_id);
CREATE INDEX ix_program_tag_tag_type_id_value ON program_tag (tag_type_id, value);
CREATE INDEX ix_program_member_program_id_lead_id ON program_member (program_id, lead_id);
CREATE INDEX ix_campaign_program_id ON campaign (program_id);
CREATE INDEX ix_campaign_name_key ON campaign (name_key);
CREATE INDEX ix_campaign_folder_type_folder_id ON campaign (folder_type, folder_id);
CREATE INDEX ix_campaign_list_list_id ON campaign_list (list_id);
CREATE INDEX ix_campaign_member_campaign_id_lead_id ON campaign_member (campaign_id, lead_id);
CREATE INDEX ix_campaign_run_campaign_id_run_at ON campaign_run (campaign_id, run_at);
CREATE INDEX ix_campaign_run_clone_day ON campaign_run (clone_day);
CREATE INDEX ix_job_order_key ON job (order_key);
CREATE INDEX ix_job_lane_due_at_id ON job (lane, due_at, id);
CREATE INDEX ix_job_unique_key ON job (unique_key);
CREATE INDEX ix_smart_list_folder_type_folder_id ON smart_list (folder_type, folder_id);
CREATE INDEX ix_smart_list_name_key ON smart_list (name_key);
CREATE INDEX ix_smart_list_program_id ON smart_list (program_id);
CREATE INDEX ix_form_folder_type_folder_id ON form (folder_type, folder_id);
CREATE INDEX ix_form_name_key ON form (name_key);
CREATE INDEX ix_visitor_seen_at ON visitor (seen_at);
CREATE INDEX ix_api_call_started_at ON api_call (started_at);
COMMIT;
