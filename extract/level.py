"""The level of an issuer: 省, 市, 县, 部门 or 乡镇, decided by the words of its name, or not at all."""

from __future__ import annotations

import re

from nianbao.schemas import Level

_GOVERNMENT = re.compile(r"(?:人民)?政府$|行政公署$|行署$|机关$|本级$")
_DEPARTMENT = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|院|署|中心|馆|队|所|站|处|台|部|科|社|联合会|学会|协会|红十字会|"
    r"学校|大学|中学|小学|银行|公司|集团)$"
)
_TOWNSHIP = re.compile(r"(?:镇|乡|街道|街道办|街道办事处|苏木|地区办事处)$")
_AREA = re.compile(
    r"(?:管理委员会|管委会|开发区|高新区|新区|园区|保税区|示范区|景区|度假区|试验区|合作区|管理区|社区)$"
)
_COUNTY = re.compile(r"(?:县|区|旗|林区)$")
_PROVINCE = re.compile(r"(?:省|自治区)$|^(?:北京|天津|上海|重庆)市$")
_CITY = re.compile(r"(?:自治州|地区|盟|.州)$")
_CITY_IN_CITY = re.compile(r"(?:市|自治州|地区|盟).{2,8}市$")
_COUNTIES_BELOW = re.compile(
    r"(?:全市各?|各|所辖)(?:区县|县区|县市区|县\((?:市|区|市、?区)\)|区\(县\)|县[、市]+区|区、县)"
)


def level_of(issuer: str, text: str = "") -> Level | None:
    """The level of an issuer, null where neither its name nor the report's `text` says it.

    The last word of the name decides: 县财政局 is a department, 市某镇人民政府 a township. Districts, banners and
    cities inside a city are counties; 自治州, 地区 and 盟 are cities; the four municipalities are provinces.
    Development zones (管委会, 开发区) are none of the five. A bare 某市 may have either rank: it is a city where the
    report speaks of the counties below (全市各县区), else its level stays null.

    >>> level_of("青禾县人民政府"), level_of("青禾县水利局"), level_of("青禾市")
    ('county', 'department', None)
    """
    name = re.sub(r"\(.*?\)|\s", "", issuer)
    place = _GOVERNMENT.sub("", name)
    if _TOWNSHIP.search(place):
        return "township"
    if place == name and _AREA.search(place):
        return None
    if _DEPARTMENT.search(place):
        return None if _AREA.search(place) else "department"
    if _PROVINCE.search(place):
        return "province"
    if re.search(r"(?:地区|自治州|盟)$", place):
        return "city"
    if _COUNTY.search(place):
        return "county"
    if place.endswith("市"):
        if _CITY_IN_CITY.search(place):
            return "county"
        return "city" if _COUNTIES_BELOW.search(re.sub(r"《[^》]{0,80}》", "", text)) else None
    return "city" if _CITY.search(place) and place != name else None
