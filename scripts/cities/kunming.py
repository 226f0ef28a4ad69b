#!/usr/bin/env python3
"""Writes the lists of cities/kunming from the reference data.

    python3 scripts/cities/kunming.py [REFERENCE_DATA] [cities/kunming]

Reads city/divisions.csv, city/county-centres.csv and city/matter-directory.csv; writes areas.csv, areas.geojson,
organisations.csv, categories.csv, responsibilities.csv and duties.csv. The same input gives the same bytes. What is
invented is marked so in the files; the README of the city says where the rest comes from. Standard library only.
"""

import csv
import os
import sys

from schematic import feature_collection, subdivide, voronoi

here = os.path.dirname(os.path.abspath(__file__))
data = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("REFERENCE_DATA", "../shared/data")
target = sys.argv[2] if len(sys.argv) > 2 else os.path.join(here, "..", "..", "cities", "kunming")

CITY = "530100"
COUNTIES = {
    "530102": "Wuhua District", "530103": "Panlong District", "530111": "Guandu District",
    "530112": "Xishan District", "530113": "Dongchuan District", "530114": "Chenggong District",
    "530115": "Jinning District", "530124": "Fumin County", "530125": "Yiliang County",
    "530126": "Shilin Yi Autonomous County", "530127": "Songming County",
    "530128": "Luquan Yi and Miao Autonomous County", "530129": "Xundian Hui and Yi Autonomous County",
    "530181": "Anning City",
}
# Local code, names, and the unit under which the statistics list books the zone.
ZONES = [
    ("5301GX", "昆明高新技术产业开发区", "Kunming High-tech Industrial Development Zone", "530102401"),
    ("5301JK", "昆明经济技术开发区", "Kunming Economic and Technological Development Zone", "530111402"),
    ("5301DC", "昆明滇池国家旅游度假区", "Kunming Dianchi National Tourist Resort", "530112403"),
    ("5301YZ", "昆明阳宗海风景名胜区", "Kunming Yangzonghai Scenic Area", "530125404"),
]
UNIT_ZONE = {unit: code for code, _, _, unit in ZONES}
# Communities with invented grids and buildings; those of Panlong are cut into groups and courtyards, the village into groups.
GRID_COMMUNITIES = ["530102001006", "530102001007", "530114001001", "530114006001", "530111001001", "530181001001"]
COURTYARD_COMMUNITIES = ["530103001001", "530103004001"]
VILLAGES = ["530128102201", "530129103201"]


def rows(name):
    with open(os.path.join(data, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, lines):
    with open(os.path.join(target, name), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)


def words(name):
    with open(os.path.join(here, name), encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


township_en = dict(line.split(" ", 1) for line in words("townships-en.txt"))
divisions = rows("city/divisions.csv")
name_of = {row["code"]: row["name"] for row in divisions}
counties = [r for r in divisions if r["level"] == "county" and r["parent"] == CITY]
townships = [r for r in divisions if r["level"] == "township" and r["parent"] in COUNTIES]
township_codes = {r["code"] for r in townships}
communities = [r for r in divisions if r["level"] == "community" and r["parent"] in township_codes]
LIST = {"modood 2023": "National Bureau of Statistics list 2023 (modood, WTFPL)",
        "liyanjie2048 2021": "National Bureau of Statistics list 2021 (liyanjie2048, MIT)"}
INVENTED = "invented for the demonstration"

# --- areas.csv ---------------------------------------------------------------------------------------------------------

AREA_HEADER = ["code", "name_zh", "name_en", "level", "parent", "valid_from", "valid_to", "successors", "local",
               "synthetic", "source"]
areas = []


def area(code, zh, en, level, parent, begin="", end="", successors="", local="", synthetic="", source=""):
    areas.append([code, zh, en, level, parent, begin, end, successors, local, synthetic, source])


def township_name(row):
    code, name = row["code"], township_en[row["code"]]
    kind = int(code[6:])
    if kind >= 400:
        return name
    return f"{name} {'Street' if kind < 100 else 'Town' if kind < 200 else 'Township'}"


def grids(community, parent, prefix, count, buildings):
    for number in range(1, count + 1):
        grid = f"{prefix}-G{number:02}"
        area(grid, f"第{number}网格", f"Grid {number}", "grid", parent, local="yes", synthetic="yes", source=INVENTED)
        for house in range(1, buildings + 1):
            area(f"{grid}-B{house:02}", f"第{number}网格{house}栋", f"Grid {number}, building {house}", "building", grid,
                 local="yes", synthetic="yes", source=INVENTED)


def courtyards(community):
    for group in range(1, 4):
        code = f"{community}-Z{group}"
        area(code, f"第{group}小组", f"Group {group}", "group", community, local="yes", synthetic="yes", source=INVENTED)
        for yard in range(1, 4):
            court = f"{code}-Y{yard}"
            area(court, f"第{group}小组{yard}号庭院", f"Group {group}, courtyard {yard}", "courtyard", code, local="yes",
                 synthetic="yes", source=INVENTED)
            for house in range(1, 5):
                area(f"{court}-B{house:02}", f"{yard}号庭院{house}栋", f"Courtyard {yard}, building {house}", "building",
                     court, local="yes", synthetic="yes", source=INVENTED)


area(CITY, "昆明市", "Kunming", "city", "", source=LIST["modood 2023"])
for row in counties:
    begin = "2016-11-24" if row["code"] == "530115" else ""
    area(row["code"], row["name"], COUNTIES[row["code"]], "county", CITY, begin=begin, source=LIST["modood 2023"])
area("530122", "晋宁县", "Jinning County", "county", CITY, end="2016-11-24", successors="530115",
     source="general knowledge: became Jinning District; the day is that of the approval and was not checked")
for code, zh, en, unit in ZONES:
    area(code, zh, en, "county", CITY, local="yes",
         source=f"functional zone without a national code; the statistics list books it as {unit}")
for row in townships:
    parent = UNIT_ZONE.get(row["code"], row["parent"])
    area(row["code"], row["name"], township_name(row), "street", parent, source=LIST[row["source"]])
existing = {row["code"] for row in communities}
villages = [v for v in VILLAGES if v in existing]
for row in communities:
    code = row["code"]
    area(code, row["name"], "", "community", row["parent"], source=LIST[row["source"]])
    if code in GRID_COMMUNITIES:
        grids(code, code, code, 6, 6)
    elif code in COURTYARD_COMMUNITIES:
        courtyards(code)
    elif code in villages:
        for group in range(1, 7):
            area(f"{code}-Z{group}", f"第{group}村民小组", f"Villagers' group {group}", "group", code, local="yes",
                 synthetic="yes", source=INVENTED)
assert len(counties) == 14 and len(townships) == 150 and len(communities) == 1716
assert all(code in existing for code in GRID_COMMUNITIES + COURTYARD_COMMUNITIES), "a demonstration community is gone"
write("areas.csv", AREA_HEADER, areas)

# --- areas.geojson -----------------------------------------------------------------------------------------------------

centres = {r["code"]: (float(r["longitude"]), float(r["latitude"])) for r in rows("city/county-centres.csv")}
centres["530115"] = centres.pop("530122")
polygons = voronoi({code: centres[code] for code in COUNTIES}, margin=0.22)
# A street lies in the county of its code, also where a zone administers it.
streets = {code: [r["code"] for r in townships if r["code"][:6] == code] for code in COUNTIES}
for county, below in streets.items():
    polygons.update(subdivide(polygons[county], below))
for street in township_codes:
    below = [r["code"] for r in communities if r["parent"] == street]
    if below:
        polygons.update(subdivide(polygons[street], below))
children = {}
for line in areas:
    children.setdefault(line[4], []).append(line)
for community in GRID_COMMUNITIES + COURTYARD_COMMUNITIES + villages:
    for cell in [community] + [line[0] for line in children.get(community, []) if line[3] == "group"]:
        below = [line[0] for line in children.get(cell, []) if line[3] in ("grid", "group", "courtyard")]
        if below:
            polygons.update(subdivide(polygons[cell], below))
for code, _, _, unit in ZONES:
    polygons[code] = polygons[unit]
order = {line[0]: index for index, line in enumerate(areas)}
with open(os.path.join(target, "areas.geojson"), "w", encoding="utf-8") as file:
    file.write(feature_collection(sorted(polygons.items(), key=lambda item: order[item[0]])))

# --- organisations.csv -------------------------------------------------------------------------------------------------

CITY_DEPARTMENTS = [
    ("urban-management", "urban", "昆明市城市管理局", "Kunming Urban Management Bureau"),
    ("dianchi-administration", "urban", "昆明市滇池管理局", "Kunming Dianchi Lake Administration"),
    ("ecology", "urban", "昆明市生态环境局", "Kunming Ecology and Environment Bureau"),
    ("forestry-greening", "urban", "昆明市林业和草原局", "Kunming Forestry and Grassland Bureau"),
    ("water", "urban", "昆明市水务局", "Kunming Water Bureau"),
    ("housing-construction", "building", "昆明市住房和城乡建设局", "Kunming Housing and Construction Bureau"),
    ("natural-resources", "building", "昆明市自然资源和规划局", "Kunming Natural Resources and Planning Bureau"),
    ("transport", "transport", "昆明市交通运输局", "Kunming Transport Bureau"),
    ("traffic-police", "transport", "昆明市公安局交通警察支队", "Kunming Traffic Police"),
    ("post-administration", "transport", "昆明市邮政管理局", "Kunming Postal Administration"),
    ("civil-affairs", "livelihood", "昆明市民政局", "Kunming Civil Affairs Bureau"),
    ("human-resources", "livelihood", "昆明市人力资源和社会保障局", "Kunming Human Resources and Social Security Bureau"),
    ("medical-insurance", "livelihood", "昆明市医疗保障局", "Kunming Medical Insurance Bureau"),
    ("veterans", "livelihood", "昆明市退役军人事务局", "Kunming Veterans Affairs Bureau"),
    ("agriculture", "livelihood", "昆明市农业农村局", "Kunming Agriculture and Rural Affairs Bureau"),
    ("education-sports", "culture", "昆明市教育体育局", "Kunming Education and Sports Bureau"),
    ("health", "culture", "昆明市卫生健康委员会", "Kunming Health Commission"),
    ("culture-tourism", "culture", "昆明市文化和旅游局", "Kunming Culture and Tourism Bureau"),
    ("market", "economy", "昆明市市场监督管理局", "Kunming Market Regulation Bureau"),
    ("commerce", "economy", "昆明市商务局", "Kunming Commerce Bureau"),
    ("development-reform", "economy", "昆明市发展和改革委员会", "Kunming Development and Reform Commission"),
    ("industry", "economy", "昆明市工业和信息化局", "Kunming Industry and Information Technology Bureau"),
    ("finance", "economy", "昆明市财政局", "Kunming Finance Bureau"),
    ("government-service", "economy", "昆明市政务服务管理局", "Kunming Government Service Bureau"),
    ("data", "economy", "昆明市大数据管理局", "Kunming Data Bureau"),
    ("public-security", "safety", "昆明市公安局", "Kunming Public Security Bureau"),
    ("emergency", "safety", "昆明市应急管理局", "Kunming Emergency Management Bureau"),
    ("fire", "safety", "昆明市消防救援支队", "Kunming Fire and Rescue"),
    ("justice", "safety", "昆明市司法局", "Kunming Justice Bureau"),
    ("meteorology", "safety", "昆明市气象局", "Kunming Meteorological Bureau"),
]
COMPANIES = [
    ("water-company", "urban", "昆明自来水集团有限公司", "Kunming Water Supply Group"),
    ("drainage-company", "urban", "昆明排水设施管理有限责任公司", "Kunming Drainage Facility Management"),
    ("power-company", "urban", "云南电网有限责任公司昆明供电局", "Yunnan Power Grid, Kunming Power Supply Bureau"),
    ("gas-company", "urban", "昆明煤气（集团）控股有限公司", "Kunming Gas Group"),
    ("bus-company", "transport", "昆明公交集团有限责任公司", "Kunming Bus Group"),
    ("metro-company", "transport", "昆明轨道交通集团有限公司", "Kunming Rail Transit Group"),
    ("telecom", "economy", "中国电信股份有限公司昆明分公司", "China Telecom, Kunming branch"),
    ("mobile", "economy", "中国移动通信集团云南有限公司昆明分公司", "China Mobile, Kunming branch"),
    ("unicom", "economy", "中国联合网络通信有限公司昆明市分公司", "China Unicom, Kunming branch"),
    ("tower", "economy", "中国铁塔股份有限公司昆明市分公司", "China Tower, Kunming branch"),
    ("broadcasting", "economy", "云南广电网络集团有限公司昆明分公司", "Yunnan Radio and Television Network, Kunming branch"),
    ("post-company", "transport", "中国邮政集团有限公司昆明市分公司", "China Post, Kunming branch"),
]
BRANCHES = [
    ("urban-management", "urban", "城市管理局", "Urban Management Bureau"),
    ("ecology", "urban", "生态环境分局", "Ecology and Environment Branch"),
    ("forestry-greening", "urban", "林业和草原局", "Forestry and Grassland Bureau"),
    ("water", "urban", "水务局", "Water Bureau"),
    ("housing-construction", "building", "住房和城乡建设局", "Housing and Construction Bureau"),
    ("natural-resources", "building", "自然资源局", "Natural Resources Bureau"),
    ("transport", "transport", "交通运输局", "Transport Bureau"),
    ("traffic-police", "transport", "交通警察大队", "Traffic Police"),
    ("civil-affairs", "livelihood", "民政局", "Civil Affairs Bureau"),
    ("human-resources", "livelihood", "人力资源和社会保障局", "Human Resources and Social Security Bureau"),
    ("agriculture", "livelihood", "农业农村局", "Agriculture and Rural Affairs Bureau"),
    ("education-sports", "culture", "教育体育局", "Education and Sports Bureau"),
    ("health", "culture", "卫生健康局", "Health Bureau"),
    ("culture-tourism", "culture", "文化和旅游局", "Culture and Tourism Bureau"),
    ("market", "economy", "市场监督管理局", "Market Regulation Bureau"),
    ("fire", "safety", "消防救援大队", "Fire and Rescue"),
    ("emergency", "safety", "应急管理局", "Emergency Management Bureau"),
    ("justice", "safety", "司法局", "Justice Bureau"),
]
ORGANISATION_HEADER = ["code", "name_zh", "name_en", "kind", "field", "area", "parent", "phone", "email",
                       "synthetic_contact", "credit_code"]
organisations = []


def organisation(code, zh, en, kind, where, field="", parent="", contact=True):
    number = len(organisations) + 1
    # 0871-000 is no exchange of the city; example.org belongs to nobody (RFC 2606).
    phone = f"0871-000{number:05}" if contact else ""
    mail = f"{code.lower()}@example.org" if contact else ""
    organisations.append([code, zh, en, kind, field, where, parent, phone, mail, "yes" if contact else "", ""])


organisation("leading-group", "市社会建设工作领导小组", "City leading group for social development", "coordination", CITY)
organisation("social-work-commission", "市社会工作委员会（市社会建设办公室）",
             "City social work commission (social development office)", "coordination", CITY, parent="leading-group")
for code, field, zh, en in CITY_DEPARTMENTS:
    organisation(code, zh, en, "department", CITY, field)
for code, field, zh, en in COMPANIES:
    organisation(code, zh, en, "company", CITY, field)
organisation("volunteers", "昆明市志愿者协会", "Kunming Volunteers' Association", "social-organisation", CITY, "livelihood")
organisation("women", "昆明市妇女联合会", "Kunming Women's Federation", "mass-organisation", CITY, "livelihood")
organisation("youth", "共青团昆明市委员会", "Communist Youth League, Kunming committee", "mass-organisation", CITY,
             "livelihood")
units = [(r["code"], r["name"], COUNTIES[r["code"]]) for r in counties] + [(c, zh, en) for c, zh, en, _ in ZONES]
for code, zh, en in units:
    organisation(f"task-team-{code}", f"{zh}社会治理工作专班", f"{en}, task team", "coordination", code,
                 parent="leading-group")
    for branch, field, branch_zh, branch_en in BRANCHES:
        zone = code.startswith("5301") and not code.isdigit()
        name = f"{zh}管理委员会（{branch_zh}职能）" if zone else zh + branch_zh
        organisation(f"{branch}-{code}", name, f"{en}, {branch_en}", "department", code, field, parent=branch)
for row in townships:
    kind = int(row["code"][6:])
    suffix = "办事处" if kind < 100 else "人民政府" if kind < 400 else "管理委员会"
    organisation(f"street-{row['code']}", row["name"] + suffix, f"{township_name(row)} office", "street-office",
                 row["code"])
for row in communities:
    organisation(f"community-{row['code']}", row["name"], "", "committee", row["code"], parent=f"street-{row['parent']}",
                 contact=False)
write("organisations.csv", ORGANISATION_HEADER, organisations)

# --- categories.csv ----------------------------------------------------------------------------------------------------

MAJORS = {
    ("component", "01"): "Municipal utilities", ("component", "02"): "Traffic", ("component", "03"): "Sanitation",
    ("component", "04"): "Greenery", ("component", "05"): "Other components",
    ("matter", "01"): "Municipal utilities abnormal", ("matter", "02"): "Traffic facilities abnormal",
    ("matter", "03"): "Sanitation facilities abnormal", ("matter", "04"): "Greenery abnormal",
    ("matter", "05"): "Other components abnormal", ("matter", "06"): "City appearance",
    ("matter", "07"): "Advertising", ("matter", "08"): "Construction", ("matter", "09"): "Street order",
    ("matter", "10"): "Other matters",
}
class_en = {}
for line in words("class-names-en.txt"):
    kind, code, name = line.split(" ", 2)
    class_en[kind, code] = name[0].upper() + name[1:]
# Demonstration values, not the city's: limits as urgent, important, normal.
FAST = ("2 hours", "4 working hours", "1 working day")
USUAL = ("4 working hours", "1 working day", "3 working days")
REPAIR = ("4 working hours", "2 working days", "5 working days")
SLOW = ("1 working day", "5 working days", "15 working days")
MATTER_LIMITS = {"06": USUAL, "07": USUAL, "08": REPAIR, "09": USUAL, "10": FAST}
LIMITS = {
    "06010": ("2 working hours", "4 working hours", "1 working day"),
    "06011": ("4 working hours", "2 working days", "4 working days"),
    "06012": ("1 working hour", "2 working hours", "5 working hours"), "06014": FAST, "06042": FAST,
    "06001": SLOW, "06025": SLOW, "06026": SLOW, "06046": SLOW, "08016": SLOW, "09012": FAST,
}
URGENT = {"10002", "09012", "06026", "06033"}
IMPORTANT = {"06013", "06048", "08013", "08014", "10001", "09015"}
COUNTY_LEVEL = {"06001", "06023", "06026", "06032", "06033", "06046", "08016"}
# Not for the public to file, because the report would point at a person or at words; staff may use them.
NOT_PUBLIC = {"09003", "09008", "07004", "07007"}
MANHOLES = {f"010{n:02}" for n in list(range(1, 4)) + list(range(5, 13)) + [14, 15, 17, 18, 19, 20, 21, 22, 23]}
TRANSCRIPTION = "GB/T 47678.5, public transcription, not checked against the printed standard"
CATEGORY_HEADER = ["kind", "code", "major", "major_zh", "major_en", "name_zh", "name_en", "workflow", "priority",
                   "limit_urgent", "limit_important", "limit_normal", "level", "public", "duplicate_radius", "maps_to",
                   "outside_code", "source"]
categories = []

DEMANDS = [
    # code, major, zh, en, priority, limits, level, maps to
    ("street-light", "repairs", "路灯不亮", "Street light out", "normal", REPAIR, "street", "matter-01037"),
    ("manhole", "repairs", "井盖缺失破损", "Manhole cover missing or broken", "urgent", FAST, "street", "matter-01023"),
    ("road-damage", "repairs", "道路破损", "Damaged road", "important", REPAIR, "street", "matter-06013"),
    ("barrier-free", "repairs", "盲道和无障碍设施损坏", "Barrier-free facility damaged", "important", REPAIR, "street",
     "matter-02034"),
    ("public-toilet", "repairs", "公共厕所问题", "Fault of a public toilet", "normal", USUAL, "street", "matter-03001"),
    ("lift", "repairs", "公用电梯故障", "Public lift out of order", "important", REPAIR, "street", "matter-01076"),
    ("water-supply", "supply", "停水、水压低", "No water or low pressure", "important", FAST, "county", ""),
    ("power-supply", "supply", "停电", "Power cut", "important", FAST, "county", ""),
    ("gas-supply", "supply", "燃气问题", "Gas supply", "urgent", FAST, "county", ""),
    ("waste", "cleanliness", "垃圾未清运", "Waste not collected", "normal", USUAL, "street", "matter-06010"),
    ("rubble", "cleanliness", "积存渣土", "Rubble left behind", "normal", USUAL, "street", "matter-06011"),
    ("dirty-water", "cleanliness", "水体脏污", "Dirty water", "important", SLOW, "county", "matter-06025"),
    ("small-adverts", "cleanliness", "乱贴小广告", "Illegal small advertisements", "normal", USUAL, "street",
     "matter-07001"),
    ("noise", "environment", "噪声扰民", "Noise", "normal", USUAL, "street", "matter-06028"),
    ("fumes", "environment", "油烟扰民", "Cooking fumes", "normal", REPAIR, "street", "matter-06027"),
    ("dust", "environment", "工地扬尘", "Dust from a building site", "normal", USUAL, "street", "matter-08004"),
    ("greenery", "environment", "绿地和树木养护", "Care of trees and green space", "normal", REPAIR, "street",
     "matter-04013"),
    ("parking", "traffic", "机动车乱停", "Wrong parking", "normal", FAST, "street", "matter-09009"),
    ("shared-bicycles", "traffic", "共享单车乱停放", "Shared bicycles in disorder", "normal", USUAL, "street",
     "matter-09011"),
    ("bus-service", "traffic", "公交线路和站点", "Bus lines and stops", "normal", SLOW, "city", ""),
    ("traffic-signal", "traffic", "交通信号灯问题", "Traffic light fault", "important", FAST, "county", "matter-02014"),
    ("fire-lane", "safety", "消防通道堵塞", "Fire lane blocked", "urgent", FAST, "street", "matter-09012"),
    ("e-bike-charging", "safety", "电动自行车充电安全", "Safe charging of e-bikes", "important", USUAL, "community", ""),
    ("illegal-building", "safety", "违法建设", "Unauthorised building", "normal", SLOW, "county", "matter-06001"),
    ("property-management", "neighbourhood", "物业服务", "Property management", "normal", SLOW, "community", ""),
    ("neighbour-dispute", "neighbourhood", "邻里纠纷求助", "Help in a dispute between neighbours", "normal", SLOW,
     "community", ""),
    ("owners-committee", "neighbourhood", "业主委员会事务", "Owners' committee", "normal", SLOW, "community", ""),
    ("elderly-service", "services", "养老服务", "Services for the elderly", "normal", REPAIR, "community", ""),
    ("child-care", "services", "托育和入学咨询", "Child care and school places", "normal", REPAIR, "county", ""),
    ("employment", "services", "就业和社保咨询", "Work and social insurance", "normal", REPAIR, "county", ""),
    ("consumer", "services", "消费投诉", "Consumer complaint", "normal", SLOW, "county", ""),
    ("suggestion", "services", "意见建议", "Suggestion", "normal", SLOW, "street", ""),
    ("other", "services", "其他诉求", "Other request", "normal", REPAIR, "street", ""),
]
DEMAND_MAJORS = {
    "repairs": ("设施维修", "Repairs"), "supply": ("水电气供应", "Water, power and gas"),
    "cleanliness": ("环境卫生", "Cleanliness"), "environment": ("生活环境", "Living environment"),
    "traffic": ("交通出行", "Traffic"), "safety": ("公共安全", "Safety"),
    "neighbourhood": ("邻里与物业", "Neighbourhood"), "services": ("民生服务", "Services"),
}
for code, major, zh, en, priority, limits, level, maps_to in DEMANDS:
    categories.append(["demand", code, major, *DEMAND_MAJORS[major], zh, en, "demand", priority, *limits, level, "yes",
                       "50", maps_to, "", "our proposal in residents' words"])
directory = rows("city/matter-directory.csv")
for row in directory:
    kind, code, major = row["kind"], row["code"], row["major_code"]
    if (kind, code) in class_en:
        en = class_en[kind, code]
    else:
        en = class_en["component", code] + ": abnormal"
    limits = LIMITS.get(code, MATTER_LIMITS.get(major, REPAIR)) if kind == "matter" else REPAIR
    urgent = code in MANHOLES or (kind == "matter" and code in URGENT)
    important = kind == "matter" and code in IMPORTANT
    priority = "urgent" if urgent else "important" if important else "normal"
    level = "county" if kind == "matter" and code in COUNTY_LEVEL else "street"
    public = "yes" if kind == "matter" and code not in NOT_PUBLIC else "no"
    categories.append([kind, code, major, row["major_name"], MAJORS[kind, major], row["name"], en, "demand", priority,
                       *limits, level, public, "20" if major in ("01", "02", "03", "04", "05") else "50", "", "",
                       TRANSCRIPTION])
assert len(directory) == 403
write("categories.csv", CATEGORY_HEADER, categories)

# --- responsibilities.csv ----------------------------------------------------------------------------------------------

OWNERS = [
    ("water-company", "01001 01013 01024 01025", "供水设施由供水企业负责", "the water supplier owns it"),
    ("drainage-company", "01002 01003 01004 01018 01019 01072 01073 03003", "排水设施由排水企业负责", "the drainage operator owns it"),
    ("power-company", "01005 01017 01028 01029 01030 01047 01048", "电力设施由供电企业负责", "the power supplier owns it"),
    ("gas-company", "01011 01049 01057", "燃气设施由燃气企业负责", "the gas supplier owns it"),
    ("telecom", "01007 01009 01027 01031 01041", "通信设施由通信企业负责", "the telecommunications operator owns it"),
    ("tower", "01062", "通信基站由铁塔企业负责", "the tower operator owns it"),
    ("broadcasting", "01008", "广电设施由广电企业负责", "the broadcasting network owns it"),
    ("bus-company", "01020 01032 02004", "公交设施由公交企业负责", "the bus operator owns it"),
    ("metro-company", "02032", "轨道交通设施由轨道企业负责", "the rail operator owns it"),
    ("post-company", "01042", "邮政设施由邮政企业负责", "the post owns it"),
    ("traffic-police-{county}", "02010 02014 02015 02016 01015 02023", "交通管理设施由属地交警负责", "traffic signals are the traffic police's"),
    ("fire-{county}", "01066", "紧急报警设施由属地消防负责", "emergency call points are the fire service's"),
    ("market-{county}", "01076", "公用电梯由属地市场监管部门牵头", "lifts are supervised by market regulation"),
    ("ecology-{county}", "03010 03011 03012 03013", "环境监测设施由属地生态环境部门负责", "monitoring stations are the ecology branch's"),
    ("education-sports-{county}", "01046", "健身设施由属地教体部门负责", "exercise facilities are the sports bureau's"),
    ("culture-tourism-{county}", "02037 02040 05009", "文物和景区设施由属地文旅部门负责", "heritage and scenic signs are the culture bureau's"),
    ("water-{county}", "01056 01067 01069 01070 01071", "水域和防汛设施由属地水务部门负责", "flood and water facilities are the water bureau's"),
]
MAJOR_RULES = [
    ("01", "urban-management-{county}", "市政公用设施由属地城市管理部门负责", "utilities are the district's urban management"),
    ("02", "transport-{county}", "交通设施由属地交通运输部门负责", "traffic facilities are the district's transport bureau"),
    ("03", "urban-management-{county}", "市容环卫设施由属地城市管理部门负责", "sanitation facilities are the district's urban management"),
    ("04", "forestry-greening-{county}", "园林绿化由属地园林绿化部门负责", "greenery is the district's forestry bureau"),
    ("05", "urban-management-{county}", "其他部件由属地城市管理部门负责", "other components are the district's urban management"),
]
STREET_FIRST = "06004 06005 06006 06007 06009 06010 06012 06017 06019 06035 06036 06041 06042 06044 07001 07002 07008 09005 09006 09010 09022"
MATTER_RULES = [
    ("street-{street}", STREET_FIRST, "urban-management-{county}", "小事属地先办，城市管理部门协办", "small things are settled by the street first, urban management supports"),
    ("water-{county}", "06015 06023 06024 06025 06030 06046", "ecology-{county}", "水域问题由水务部门牵头", "water is led by the water bureau"),
    ("ecology-{county}", "06020 06026 06027 06028 06033", "urban-management-{county}", "污染问题由生态环境部门牵头", "pollution is led by the ecology branch"),
    ("housing-construction-{county}", "06013 06048 06049 06050 06051 06052", "urban-management-{county}", "道路设施由住建部门牵头", "roads are led by the construction bureau"),
    ("forestry-greening-{county}", "06018 06021 06022 06045", "", "绿化问题由园林绿化部门负责", "greenery is the forestry bureau's"),
    ("agriculture-{county}", "06037 06038", "", "畜禽问题由农业农村部门负责", "animals are the agriculture bureau's"),
    ("natural-resources-{county}", "06001 08016", "urban-management-{county}", "违法建设由自然资源部门牵头", "unauthorised building is led by natural resources"),
    ("traffic-police-{county}", "06034 09009 09014 09018", "street-{street}", "道路交通秩序由交警负责", "traffic order is the traffic police's"),
    ("market-{county}", "09008 09013 09015 09020", "street-{street}", "市场秩序由市场监管部门负责", "market order is market regulation's"),
    ("civil-affairs-{county}", "09003", "street-{street}", "需要帮助的人由民政部门救助", "people in need are helped by civil affairs"),
    ("fire-{county}", "09012", "street-{street}", "消防通道由消防救援部门负责", "fire lanes are the fire service's"),
    ("power-company", "10002", "telecom;urban-management-{county}", "脱落线缆由供电企业牵头排险", "fallen cables are made safe by the power supplier"),
]
DEMAND_RULES = [
    ("water-company", "water-supply", "", "供水由供水企业负责", "water is the supplier's"),
    ("power-company", "power-supply", "", "供电由供电企业负责", "power is the supplier's"),
    ("gas-company", "gas-supply", "fire-{county}", "燃气由燃气企业负责，消防协办", "gas is the supplier's, the fire service supports"),
    ("bus-company", "bus-service", "transport-{county}", "公交由公交企业负责", "buses are the operator's"),
    ("traffic-police-{county}", "parking;traffic-signal", "street-{street}", "交通秩序由交警负责", "traffic order is the traffic police's"),
    ("urban-management-{county}", "street-light;manhole;public-toilet;rubble;shared-bicycles", "street-{street}", "市政环卫由城市管理部门负责", "utilities and sanitation are urban management's"),
    ("housing-construction-{county}", "road-damage;barrier-free;dust;property-management;owners-committee", "street-{street}", "住房和建设事项由住建部门负责", "housing and roads are the construction bureau's"),
    ("market-{county}", "lift;consumer", "street-{street}", "电梯和消费由市场监管部门负责", "lifts and consumers are market regulation's"),
    ("water-{county}", "dirty-water", "ecology-{county}", "水体由水务部门负责", "water bodies are the water bureau's"),
    ("ecology-{county}", "noise;fumes", "street-{street}", "噪声油烟由生态环境部门负责", "noise and fumes are the ecology branch's"),
    ("forestry-greening-{county}", "greenery", "", "绿化由园林绿化部门负责", "greenery is the forestry bureau's"),
    ("fire-{county}", "fire-lane;e-bike-charging", "street-{street}", "消防安全由消防救援部门负责", "fire safety is the fire service's"),
    ("natural-resources-{county}", "illegal-building", "urban-management-{county};street-{street}", "违法建设由自然资源部门牵头", "unauthorised building is led by natural resources"),
    ("justice-{county}", "neighbour-dispute", "street-{street}", "纠纷由司法行政部门指导调解", "disputes are mediated with the justice bureau"),
    ("civil-affairs-{county}", "elderly-service", "street-{street}", "养老服务由民政部门负责", "services for the elderly are civil affairs'"),
    ("education-sports-{county}", "child-care", "", "入学咨询由教体部门负责", "schools are the education bureau's"),
    ("human-resources-{county}", "employment", "", "就业社保由人社部门负责", "work is the human resources bureau's"),
]
rules = []
known = {(row["kind"], row["code"]) for row in directory}


def rule(classes, where, who, supporting, zh, en):
    rules.append([classes, where, who, supporting, zh, en])


for who, codes, zh, en in OWNERS:
    classes = [f"{kind}-{code}" for code in codes.split() for kind in ("component", "matter") if (kind, code) in known]
    assert len(classes) == 2 * len(codes.split()), codes
    rule(";".join(classes), "*", who, "", zh, en)
for major, who, zh, en in MAJOR_RULES:
    rule(f"component/{major};matter/{major}", "*", who, "", zh, en)
for who, codes, supporting, zh, en in MATTER_RULES:
    rule(";".join(f"matter-{code}" for code in codes.split()), "*", who, supporting, zh, en)
for major, who, supporting, zh, en in [
        ("06", "urban-management-{county}", "street-{street}", "市容环境由属地城市管理部门负责", "city appearance is urban management's"),
        ("07", "urban-management-{county}", "street-{street}", "宣传广告由属地城市管理部门负责", "advertising is urban management's"),
        ("08", "housing-construction-{county}", "urban-management-{county}", "施工管理由属地住建部门负责", "construction is the construction bureau's"),
        ("09", "urban-management-{county}", "street-{street}", "街面秩序由属地城市管理部门负责", "street order is urban management's"),
        ("10", "urban-management-{county}", "emergency-{county}", "突发事项由属地城市管理部门牵头", "other matters are led by urban management")]:
    rule(f"matter/{major}", "*", who, supporting, zh, en)
for who, codes, supporting, zh, en in DEMAND_RULES:
    rule(codes, "*", who, supporting, zh, en)
rule("demand", "*", "street-{street}", "", "其他诉求由街道首接负责", "everything else stays with the street that received it first")
rule("matter-06025;matter-06026;dirty-water", "5301DC", "dianchi-administration", "water-{county};ecology-{county}",
     "滇池周边水体由滇池管理部门牵头", "water at Lake Dianchi is led by the lake administration")
write("responsibilities.csv", ["classes", "area", "organisation", "supporting", "reason_zh", "reason_en"], rules)

# --- duties.csv --------------------------------------------------------------------------------------------------------

DUTIES = [
    ("community", "neighbour-mediation", "neighbour-dispute", "yes", "邻里纠纷调解", "Mediation between neighbours", "", ""),
    ("community", "self-government", "owners-committee;property-management;suggestion", "yes", "居民自治和物业协商",
     "Self-government and talks with the property manager", "", ""),
    ("community", "help-services", "elderly-service;other", "yes", "便民服务和代办", "Help and services", "", ""),
    ("community", "safety-notices", "e-bike-charging;fire-lane", "yes", "安全宣传和劝导", "Safety notices and advice", "", ""),
    ("community", "daily-cleanliness", "small-adverts;waste;matter-06010;matter-06036;matter-07001", "yes", "日常环境卫生",
     "Daily cleanliness", "", ""),
    ("community", "law-enforcement", "illegal-building;matter-06001;matter-08016;matter-09015", "no", "行政执法",
     "Law enforcement", "行政执法事项不得交由社区办理", "law enforcement cannot be given to a community"),
    ("community", "certificates", "", "no", "减证便民取消的证明", "Certificates that were abolished",
     "该证明已取消，不得要求社区出具", "this certificate was abolished; a community cannot be asked for it"),
    ("community", "all-else", "*", "no", "清单以外事项", "All else", "不在社区事项清单内，请交责任部门办理",
     "not in the list of what a community may be asked for; give it to the department responsible"),
    ("street", "investment-promotion", "", "no", "招商引资", "Investment promotion", "街道不再承担招商引资任务",
     "streets have been relieved of investment promotion"),
    ("street", "all-else", "*", "yes", "属地管理事项", "Duties of the street", "", ""),
]
write("duties.csv", ["level", "duty", "classes", "permitted", "name_zh", "name_en", "reason_zh", "reason_en"], DUTIES)
print(f"{len(areas)} areas, {len(polygons)} polygons, {len(organisations)} organisations, {len(categories)} classes, "
      f"{len(rules)} rules, {len(DUTIES)} duties")
