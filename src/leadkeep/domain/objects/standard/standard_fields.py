"""List the standard fields of each object (behaviour.md 7.2).

The field ids are our choice, because no instance showed them; no other field has one of them.
"""

from leadkeep.domain.objects.engine import GUID_FIELD, ID_FIELD, SYSTEM_FIELDS, standard_fields

COMPANY_FIELDS = standard_fields(
    200,
    (
        *SYSTEM_FIELDS,
        ("externalCompanyId", "External Company Id", "string", 50),
        ID_FIELD,
        ("annualRevenue", "Annual Revenue", "currency", None),
        ("billingCity", "Billing City", "string", 255),
        ("billingCountry", "Billing Country", "string", 255),
        ("billingPostalCode", "Billing Postal Code", "string", 255),
        ("billingState", "Billing State", "string", 255),
        ("billingStreet", "Billing Address", "text", None),
        ("company", "Company Name", "string", 255),
        ("externalSalesPersonId", "External Sales Person Id", "string", 50),
        ("industry", "Industry", "string", 255),
        ("mainPhone", "Main Phone", "string", 255),
        ("companyNotes", "Company Notes", "text", None),
        ("numberOfEmployees", "Num Employees", "integer", None),
        ("sicCode", "SIC Code", "string", 40),
        ("site", "Site", "string", 255),
        ("website", "Website", "string", 255),
    ),
    columns={"companyNotes": "mktoCompanyNotes"},
)

SALES_PERSON_FIELDS = standard_fields(
    225,
    (
        *SYSTEM_FIELDS,
        ("externalSalesPersonId", "External Sales Person Id", "string", 255),
        ID_FIELD,
        ("email", "Email", "string", 255),
        ("fax", "Fax", "phone", 255),
        ("firstName", "First Name", "string", 255),
        ("lastName", "Last Name", "string", 255),
        ("mobilePhone", "Mobile Phone", "phone", 255),
        ("phone", "Phone", "phone", 255),
        ("title", "Title", "string", 255),
        ("isEmployee", "Is Employee", "boolean", None),
        ("personType", "Person Type", "string", 50),
    ),
    read_only=("isEmployee", "personType"),
)

OPPORTUNITY_FIELDS = standard_fields(
    240,
    (
        GUID_FIELD,
        ("externalOpportunityId", "SFDC Oppty Id", "string", 50),
        *SYSTEM_FIELDS,
        ("name", "Name", "string", 255),
        ("description", "Description", "string", 2000),
        ("type", "Type", "string", 255),
        ("stage", "Stage", "string", 255),
        ("amount", "Amount", "currency", None),
        ("source", "Source", "string", 255),
        ("probability", "Probability", "integer", None),
        ("expectedRevenue", "Expected Revenue", "currency", None),
        ("closeDate", "Close Date", "date", None),
        ("fiscalQuarter", "Fiscal Quarter", "integer", None),
        ("fiscalYear", "Fiscal Year", "integer", None),
        ("forecastCategoryName", "Forecast Category Name", "string", 255),
        ("isClosed", "Is Closed", "optional_boolean", None),
        ("isWon", "Is Won", "optional_boolean", None),
        ("quantity", "Quantity", "float", None),
        ("nextStep", "Next Step", "string", 255),
        ("lastActivityDate", "Last Activity Date", "date", None),
        ("leadSource", "Lead Source", "string", 255),
        ("externalCreatedDate", "SFDC Created Date", "datetime", None),
        ("externalSalesPersonId", "External Sales Person Id", "string", 50),
        ("fiscal", "Fiscal", "string", 255),
        ("externalCompanyId", "External Company Id", "string", 50),
    ),
)

ROLE_FIELDS = standard_fields(
    270,
    (
        GUID_FIELD,
        ("externalOpportunityId", "External Opportunity Id", "string", 50),
        ("leadId", "Lead Id", "integer", None),
        ("role", "Role", "string", 255),
        *SYSTEM_FIELDS,
        ("isPrimary", "Is Primary", "boolean", None),
        ("externalCreatedDate", "External Created Date", "datetime", None),
    ),
)

NAMED_ACCOUNT_FIELDS = standard_fields(
    280,
    (
        GUID_FIELD,
        ("name", "Name", "string", 255),
        *SYSTEM_FIELDS,
        ("annualRevenue", "Annual Revenue", "currency", None),
        ("city", "City", "string", 255),
        ("country", "Country", "string", 255),
        ("domainName", "Domain Name", "string", 255),
        ("industry", "Industry", "string", 255),
        ("logoUrl", "Logo URL", "url", 255),
        ("membershipCount", "Membership Count", "integer", None),
        ("numberOfEmployees", "Number Of Employees", "integer", None),
        ("opptyAmount", "Oppty Amount", "currency", None),
        ("opptyCount", "Oppty Count", "integer", None),
        *((f"score{number}", f"Score {number}", "integer", None) for number in range(1, 6)),
        ("sicCode", "SIC Code", "string", 40),
        ("state", "State", "string", 255),
    ),
    read_only=("membershipCount", "opptyAmount", "opptyCount"),
)

NAMED_ACCOUNT_LIST_FIELDS = standard_fields(
    310,
    (
        GUID_FIELD,
        ("name", "Name", "string", 255),
        *SYSTEM_FIELDS,
        ("type", "Type", "string", 20),
        ("updateable", "Updateable", "boolean", None),
    ),
    read_only=("type", "updateable"),
)
